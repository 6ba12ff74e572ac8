// Package escalation is the domain of Relance: cases that climb a ladder by
// themselves, and the paper trail of everything that happened to them.
package escalation
