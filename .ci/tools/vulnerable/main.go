// Command vulnerable looks for known vulnerabilities in what the program calls, with
// govulncheck. Where its database cannot be reached it says so, loudly: then nothing
// was looked for.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"golang.org/x/vuln/scan"
)

// The database: https://go.dev/doc/security/vuln/database
const (
	database = "https://vuln.go.dev"
	patience = 5 * time.Second
)

func main() {
	project := flag.String("project", ".", "the project's `folder`")
	flag.Parse()
	ctx := context.Background()
	if err := reach(ctx); err != nil {
		fmt.Printf("NOT RUN: govulncheck: its database cannot be reached: %v\n", err)
		return
	}
	cmd := scan.Command(ctx, "-C", *project, "-db", database, "./...")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Start()
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "vulnerable:", err)
		os.Exit(1)
	}
	fmt.Println("govulncheck has looked, and found nothing that the program calls")
}

// reach asks whether the database answers.
func reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, database+"/index/db.json", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s says %s", database, response.Status)
	}
	return nil
}
