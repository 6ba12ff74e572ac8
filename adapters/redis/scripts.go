package redis

import (
	"embed"
	"fmt"

	goredis "github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var luaFiles embed.FS

// scripts are the files under lua; each begins with its contract.
type scripts struct {
	commit, due, outbox, begin, settle, quarantine, lease, reserve, forget script
	auditCases, auditNotices, auditMissing                                 script
	mendDue, mendTerms, mendNotice, mendOps                                script
}

type script struct {
	source, hash string
}

func loadScripts() (scripts, error) {
	var s scripts
	for name, to := range map[string]*script{
		"commit": &s.commit, "due": &s.due, "outbox": &s.outbox, "begin": &s.begin, "settle": &s.settle,
		"quarantine": &s.quarantine, "lease": &s.lease, "reserve": &s.reserve, "forget": &s.forget,
		"audit_cases": &s.auditCases, "audit_notices": &s.auditNotices, "audit_missing": &s.auditMissing,
		"mend_due": &s.mendDue, "mend_terms": &s.mendTerms, "mend_notice": &s.mendNotice, "mend_ops": &s.mendOps,
	} {
		b, err := luaFiles.ReadFile("lua/" + name + ".lua")
		if err != nil {
			return s, fmt.Errorf("redis: %w", err)
		}
		*to = script{source: string(b), hash: goredis.NewScript(string(b)).Hash()}
	}
	return s, nil
}

// call is one run of a script.
type call struct {
	script script
	keys   []string
	args   []any
}
