package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const project = "../../.."

// TestWhatIsWrongIsFound breaks each file in one place.
func TestWhatIsWrongIsFound(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"Dockerfile", "AS build", "as build", "FromAsCasing"},
		{"Dockerfile", "ARG COMMIT\nARG DATE\nLABEL", "ARG COMMIT\nLABEL", "UndefinedVar"},
		{"Dockerfile", "WORKDIR /src", "WORKDIR src", "WorkdirRelativePath"},
		{"Dockerfile", "WORKDIR /src", "WORKDIRS /src", "unknown instruction"},
		{"Dockerfile", `ENTRYPOINT ["/relance"]`, "ENTRYPOINT /relance", "JSONArgsRecommended"},
		{"Dockerfile", "USER 65532:65532", "USER root", "runs as root"},
		{"Dockerfile", "golang:1.26.8-bookworm", "golang:1.26", "no exact version"},
		{"compose.yaml", "cap_drop", "cap_dorp", "cap_dorp"},
		{"compose.yaml", "read_only: true", "read_only: false", "can be written to"},
		{"compose.yaml", "    user: redis\n", "", "runs as root"},
		{"compose.yaml", "    networks: [inside]", "    networks: [inside]\n    ports: ['6379:6379']", "published port"},
		{"compose.yaml", "${RELANCE_WITNESS_KEY:?", "${WITNESS:?", "WITNESS"},
		{"docs/operate/kubernetes/relance.yaml", "replicas: 2", "replica: 2", `unknown field "spec.replica"`},
		{"docs/operate/kubernetes/relance.yaml", "replicas: 2", "replicas: two", "cannot unmarshal string"},
		{"docs/operate/kubernetes/relance.yaml", "replicas: 2", "replicas: 1", "nobody takes over"},
		{"docs/operate/kubernetes/relance.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "may run as root"},
		{"docs/operate/kubernetes/relance.yaml", "mountPath: /etc/relance", "mountpath: /etc/relance", "unknown field"},
		{"docs/operate/kubernetes/relance.yaml", "relance:v1.0.0", "relance:latest", "no exact version"},
		{"docs/operate/kubernetes/relance.yaml", "    - from:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: monitoring\n      ports:", "    - ports:", "lets everybody in"},
		{"docs/operate/kubernetes/secret.example.yaml", "kind: Secret", "kind: Secrets", "not known here"},
	} {
		t.Run(c.file+" "+c.new, func(t *testing.T) {
			folder := t.TempDir()
			for _, file := range []string{c.file, ".env.example"} {
				text, err := os.ReadFile(filepath.Join(project, file))
				if err != nil {
					t.Fatal(err)
				}
				if file == c.file && !strings.Contains(string(text), c.old) {
					t.Fatalf("%s has no %q any more", file, c.old)
				}
				to := filepath.Join(folder, file)
				if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
					t.Fatal(err)
				}
				if file == c.file {
					text = []byte(strings.Replace(string(text), c.old, c.new, 1))
				}
				if err := os.WriteFile(to, text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, check := range checks {
				if check.file != c.file {
					continue
				}
				if err := check.by(filepath.Join(folder, c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("found %v, want %q", err, c.want)
				}
			}
		})
	}
}
