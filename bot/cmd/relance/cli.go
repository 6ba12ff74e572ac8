package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"relance/adapters/chat"
	"relance/bot/app"
	"relance/config"
)

// The exit codes. docs/operate/exit-codes.md explains them; a supervisor tells by
// them whether to start the bot again.
const (
	exitWell   = 0 // everything is well
	exitFound  = 1 // something was found: a story fails, a trail does not verify, a configuration is wrong or would lose cases, a bot is not ready, what was named is not there
	exitUsage  = 2 // the command line cannot be understood
	exitFailed = 3 // it could not be done now, and may be later: Redis is gone, a disk is full, a port is taken
	exitMend   = 4 // a person has to mend something first: a token, a password, a certificate, a right
)

const description = `Relance asks an organisation for the answer it owes, reminds it, and climbs a ladder when it stays silent: service line, communications department, director, public post.

Without a configuration it opens a conversation in the terminal on a store that is forgotten at exit: type /case help there. Without a terminal and without input it plays the first story.

With Slack or Discord in the configuration the conversation is there instead, or on both. What they refuse (a token, a right, a channel) ends the program with a sentence that says what to do.

Exit codes: ` + exitCodes + `.`

// exitCodes is what --help says of them.
const exitCodes = "0 everything is well; " +
	"1 something was found (a story fails, a trail does not verify, a configuration is wrong or would lose cases, a bot is not ready, what was named is not there); " +
	"2 the command line cannot be understood; " +
	"3 it could not be done now and may be later: start it again (Redis is gone, a disk is full, a port is taken, the clocks differ); " +
	"4 a person has to mend something first: starting again changes nothing (a token or a password is refused, a certificate is not trusted, a folder may not be written)"

// cli is the command line.
type cli struct {
	Config string `short:"c" placeholder:"FILE" env:"RELANCE_CONFIG" help:"The configuration; without one, a small invented directory to try the bot with."`
	Data   string `placeholder:"FOLDER" help:"The folder for what is kept on disk, instead of the configuration's."`

	Run      runCmd      `cmd:"" default:"1" help:"Run the bot (what happens without a command). With a configuration it runs until it is told to stop."`
	Demo     demoCmd     `cmd:"" help:"Watch a case climb to the public post, in a minute."`
	Simulate simulateCmd `cmd:"" help:"Play stories with your configuration in simulated time; nothing is sent to anybody. The source says in docs/stories.md how one is written."`
	Check    checkCmd    `cmd:"" help:"Check the configuration and say what it would use; with Discord, the address that invites the bot."`
	Health   healthCmd   `cmd:"" help:"Ask the bot that runs with this configuration whether it is ready, in one line: for a container or a service manager. It answers at monitor.listen."`
	Manifest manifestCmd `cmd:"" help:"Write the manifest that a Slack app is made from to standard output. The source says in docs/slack what to do with it."`
	Show     showCmd     `cmd:"" help:"Show a case and its paper trail."`
	Export   exportCmd   `cmd:"" help:"Write a case and its paper trail to standard output."`
	Verify   verifyCmd   `cmd:"" help:"Compute every paper trail anew and compare it with itself and with the witness."`
	Backup   backupCmd   `cmd:"" help:"Write the bot's own store, the witness and its key to a folder, also while the bot is running."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup in the place of a store that is gone."`
	Doctor   doctorCmd   `cmd:"" help:"Look at the whole store and at what surrounds it, say what is wrong and what it means, and with --fix put it right."`
	Help     helpCmd     `cmd:"" help:"Say what a command does and what it takes, as --help after it does."`
	Version  versionCmd  `cmd:"" help:"Say which version this is: release, commit and its date, Go, platform."`
}

// program is what every command works with.
type program struct {
	context.Context
	cli    *cli
	in     io.Reader
	out    io.Writer
	errors io.Writer
	log    logging // how what is said to errors is written
}

// errFound says that a command has found something, and has said so.
var errFound = errors.New("something was found")

// errNoConfiguration says that the file that was named is not there. Starting again
// does not bring it.
var errNoConfiguration = errors.New("there is no configuration")

// errNotThere says that what was named is not there: no case, no story.
var errNotThere = errors.New("there is no")

// misuse is an argument that cannot be understood; its sentence says what to write.
type misuse struct{ error }

// run is main without the process.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int) {
	var c cli
	type exit int
	defer func() { // kong leaves by itself after --help
		switch p := recover().(type) {
		case nil:
		case exit:
			code = int(p)
		default:
			panic(p)
		}
	}()
	parser, err := kong.New(&c, kong.Name("relance"), kong.Description(description),
		kong.Writers(out, errOut), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return complain(errOut, err, exitFailed)
	}
	parsed, err := parser.Parse(args)
	if err == nil {
		err = parsed.Run(&program{Context: ctx, cli: &c, in: in, out: out, errors: errOut})
	}
	var problems config.Problems
	var unread *kong.ParseError
	var wrong misuse
	switch {
	case err == nil:
		return exitWell
	case errors.Is(err, errFound):
		return exitFound
	case errors.Is(err, app.ErrForgetful), errors.Is(err, errNoConfiguration), errors.Is(err, errNotThere):
		return complain(errOut, err, exitFound)
	case errors.As(err, &unread):
		return complain(errOut, fmt.Errorf("%w; relance help lists what there is", err), exitUsage)
	case errors.As(err, &wrong):
		return complain(errOut, err, exitUsage)
	case errors.As(err, &problems):
		fmt.Fprintln(errOut, problems)
		return exitFound
	case app.NeedsMending(err), errors.Is(err, errNothingKept), errors.Is(err, errNoMonitor):
		return complain(errOut, err, exitMend)
	}
	return complain(errOut, err, exitFailed)
}

func complain(out io.Writer, err error, code int) int {
	fmt.Fprintln(out, "relance:", chat.Visible(strings.TrimPrefix(err.Error(), "relance: ")))
	return code
}

// load reads the configuration, the example's where there is none.
func (p *program) load() (c *config.Config, configured bool, err error) {
	o, err := app.Reading()
	if err != nil {
		return nil, false, err
	}
	return p.loadWith(o)
}

// loadStore reads the configuration of a bot for who looks at its store. The tokens of
// platforms need not be there: a service manager hands them to the bot alone.
func (p *program) loadStore() (*config.Config, error) {
	o, err := app.Reading()
	if err != nil {
		return nil, err
	}
	o.WithoutTokens = true
	c, configured, err := p.loadWith(o)
	if err == nil && !configured {
		err = errNothingKept
	}
	return c, err
}

// loadPlan reads the configuration as a plan: its secrets need not be there yet.
func (p *program) loadPlan() (*config.Config, error) {
	o, err := app.Reading()
	if err != nil {
		return nil, err
	}
	o.WithoutSecrets = true
	c, _, err := p.loadWith(o)
	return c, err
}

func (p *program) loadWith(o config.Options) (c *config.Config, configured bool, err error) {
	if p.cli.Config == "" {
		c, err = config.Default(o)
		return c, false, err
	}
	c, err = config.Load(p.cli.Config, o)
	return c, true, p.named(err)
}

// named says of an error of reading the configuration what to do: that there is none,
// or that it is somebody else's.
func (p *program) named(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%w %s: give the path of one with --config, or leave it out to try the bot without", errNoConfiguration, p.cli.Config)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("this user (number %d) may not read %s: let it, with chown or chmod (%w)", os.Getuid(), p.cli.Config, err)
	}
	return err
}
