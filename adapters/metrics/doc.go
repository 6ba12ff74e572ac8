// Package metrics counts what the bot does, in the form that Prometheus reads.
//
// All metrics are in one registry that belongs to a [Metrics], so that two bots can
// run in one process. What happens is told as it happens, by methods; what only the
// store or a platform knows is asked when somebody reads, see [Sources].
//
// No label grows with users or cases: every label has a closed list of values, and
// what is not on it counts as "other". docs/operate/monitoring.md lists the metrics,
// and a test compares the list with the registry.
package metrics
