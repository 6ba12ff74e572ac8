package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// askWithin is how long the bot may take to say how it is. A check takes a second.
	askWithin = 4 * time.Second
	// reportLimit bounds what is read of a report, in bytes.
	reportLimit = 64 << 10
)

// Ask asks the bot at an address, host:port, for the report of a probe.
func Ask(ctx context.Context, address, probe string) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	at := url.URL{Scheme: "http", Host: address, Path: probe}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return Report{}, err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is asked here
	response, err := client.Do(request)
	if err != nil {
		if of, is := errors.AsType[*url.Error](err); is {
			err = of.Err
		}
		return Report{}, fmt.Errorf("nobody answers at %s: is the bot running with this configuration? (%w)", address, err)
	}
	defer response.Body.Close()
	var r Report
	err = json.NewDecoder(io.LimitReader(response.Body, reportLimit)).Decode(&r)
	if err != nil || len(r.Checks) == 0 {
		return Report{}, fmt.Errorf("what answers at %s is not the bot (HTTP %d): look at monitor.listen", address, response.StatusCode)
	}
	return r, nil
}

// Why says in one line what is not as it must be; where all is, what there is to know
// all the same; empty: nothing.
func (r Report) Why() string {
	var said []string
	for _, c := range r.Checks {
		if c.OK == r.OK && c.Why != "" {
			said = append(said, c.Name+": "+strings.Join(strings.Fields(c.Why), " "))
		}
	}
	return strings.Join(said, "; ")
}
