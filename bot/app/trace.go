package app

import (
	"context"
	"errors"
	"os"
	"strings"

	"relance/adapters/chat"
	"relance/adapters/traces"
	program "relance/bot/app/build"
	"relance/bot/app/watch"
)

// openTraces makes the traces where the environment asks for them, by the variables
// of https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
func openTraces(ctx context.Context) (*traces.Traces, error) {
	wanted, err := tracesWanted(os.Getenv)
	if err != nil || !wanted {
		return nil, err
	}
	return traces.New(ctx, traces.Options{Version: program.Read().Version})
}

// tracesWanted says whether there is somebody to send traces to.
func tracesWanted(getenv func(string) string) (bool, error) {
	where := getenv("OTEL_EXPORTER_OTLP_ENDPOINT") + getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
	exporter := getenv("OTEL_TRACES_EXPORTER")
	switch {
	case strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true"), exporter == "none", exporter == "" && where == "":
		return false, nil
	case exporter != "" && exporter != "otlp":
		return false, mendError{errors.New("traces: OTEL_TRACES_EXPORTER can be otlp or none, and leaves traces off where nothing else is set")}
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		if getenv(name) == "grpc" {
			return false, mendError{errors.New("traces: " + name + "=grpc is not spoken here: write http/protobuf, and an address of that kind (usually port 4318)")}
		}
	}
	return true, nil
}

// acted is whom the acts on a platform go to.
func (a *App) acted(platform string, h chat.Handler) chat.Handler {
	if a.traces == nil {
		return h
	}
	return traced{h, a.traces, platform}
}

// traced shows the acts of one platform.
type traced struct {
	chat.Handler
	traces   *traces.Traces
	platform string
}

// Handle implements [chat.Handler].
func (t traced) Handle(ctx context.Context, act chat.Act) chat.Answer {
	ctx, end := t.traces.Act(ctx, t.platform, watch.Deed(act.Deed))
	answer := t.Handler.Handle(ctx, act)
	end(string(watch.Answered(answer)))
	return answer
}
