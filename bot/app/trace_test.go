package app

import "testing"

func TestTracesWanted(t *testing.T) {
	for name, tt := range map[string]struct {
		set    map[string]string
		wanted bool
		fails  bool
	}{
		"nothing is set":         {},
		"an endpoint":            {set: map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, wanted: true},
		"an endpoint for traces": {set: map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, wanted: true},
		"the exporter":           {set: map[string]string{"OTEL_TRACES_EXPORTER": "otlp"}, wanted: true},
		"none":                   {set: map[string]string{"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}},
		"disabled":               {set: map[string]string{"OTEL_SDK_DISABLED": "True", "OTEL_TRACES_EXPORTER": "otlp"}},
		"another exporter":       {set: map[string]string{"OTEL_TRACES_EXPORTER": "zipkin"}, fails: true},
		"gRPC":                   {set: map[string]string{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, fails: true},
	} {
		wanted, err := tracesWanted(func(name string) string { return tt.set[name] })
		if wanted != tt.wanted || (err != nil) != tt.fails || tt.fails && !NeedsMending(err) {
			t.Errorf("%s: %v, %v", name, wanted, err)
		}
	}
}
