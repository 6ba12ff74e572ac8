// Package traces shows the way of a case to whoever collects OpenTelemetry traces:
// what was recorded of it, what was stored, what was delivered, and how long each
// took.
//
// All spans of a case are one trace, whichever process made them and however many
// weeks lie between: the trace ID is computed from the case ID, so nothing has to be
// stored or handed on, and replicas agree. A sampler by trace ID therefore keeps whole
// cases. What a person did is a span in a trace of its own, since nobody knows yet
// which case it is about; the spans that it leads to are linked to it.
//
// Spans hold numbers of cases and names of kinds, never anybody's words: not even
// the text of an error, which may quote what a platform or a person said.
package traces
