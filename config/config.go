package config

import (
	_ "embed" // the example
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"relance/escalation"
)

// Config is a configuration that has been checked. Ladders, calendars and
// organisations are behind methods: they are the domain's values, by name.
type Config struct {
	Language string // BCP 47; of rooms, and of people and organisations that have none of their own
	Data     string // folder for what is kept on disk; empty: the user's state directory
	Redis    Redis
	Console  Console
	Slack    Slack
	Discord  Discord
	Rooms    map[string]Rooms // by platform
	Roles    Roles
	Links    [][]string // accounts of one person each, the first is the person's ID
	People   People
	Guards   Guards
	Witness  Witness
	Log      Log
	Monitor  Monitor

	// Warnings are what is allowed and probably not meant.
	Warnings Problems

	defaultLadder string
	ladders       map[string]escalation.Ladder
	calendars     map[string]escalation.Calendar
	organisations []Organisation
}

// Options are what a configuration is read with. The zero Options read files and
// environment of the process, and know no public holidays.
type Options struct {
	// Holidays gives the public holidays of a country, by ISO 3166 code.
	Holidays func(country string, fromYear, toYear int) (map[escalation.Date]string, error)
	// Now is compared with dates that cannot be in the future; default: the present.
	Now time.Time
	// ReadFile reads the files that a configuration names; default [os.ReadFile].
	ReadFile func(path string) ([]byte, error)
	// Languages are those that may be written, by their tags: "fr" lets "fr-CA"
	// through. None: every tag of a language.
	Languages []string
	// WithoutSecrets leaves secrets empty, without a look at where they are: for who
	// wants to know how something is set up and not to use it.
	WithoutSecrets bool
	// WithoutTokens leaves the secrets of the platforms empty, in the same way, and
	// reads those of the store and the witness: for who looks at what is kept.
	WithoutTokens bool
	// LookupEnv reads the variables that a configuration names; default [os.LookupEnv].
	LookupEnv func(name string) (string, bool)
}

func (o Options) withDefaults() Options {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.ReadFile == nil {
		o.ReadFile = os.ReadFile
	}
	if o.LookupEnv == nil {
		o.LookupEnv = os.LookupEnv
	}
	return o
}

// Load reads a configuration file. The error of a file that is wrong is [Problems].
func Load(path string, o Options) (*Config, error) {
	o = o.withDefaults()
	data, err := o.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return Parse(path, data, o)
}

// Parse reads a configuration that is already in memory. The name stands before
// every problem, and files that the configuration names are looked for beside it.
func Parse(name string, data []byte, o Options) (*Config, error) {
	r := newReader(name, o.withDefaults())
	c := r.document(data)
	if len(r.problems) > 0 {
		return nil, r.problems.inOrder()
	}
	c.Warnings = c.Warnings.inOrder()
	return c, nil
}

//go:embed example.yaml
var example []byte

// Example is the commented configuration that [Default] reads.
func Example() []byte { return slices.Clone(example) }

// Default is the configuration where there is none: a small invented directory
// to try the bot with on the console.
func Default(o Options) (*Config, error) { return Parse("example.yaml", example, o) }

// document reads the whole tree.
func (r *reader) document(data []byte) *Config {
	root, ok := r.parse(data)
	if !ok {
		return nil
	}
	c := &Config{Language: "en"}
	r.version(root)
	root.language("language", &c.Language)
	root.text("data", &c.Data)
	if c.Data != "" && !filepath.IsAbs(c.Data) {
		c.Data = filepath.Join(r.folder, c.Data)
	}
	c.Redis = readRedis(root.section("redis"))
	c.Console = readConsole(root.section("console"))
	c.Rooms = readRooms(root)
	c.Slack = readSlack(root, c.Rooms)
	c.Discord = readDiscord(root, c.Rooms)
	c.Roles = readRoles(root.section("roles"))
	c.Links = readLinks(root)
	c.Guards = readGuards(root.section("guards"))
	c.Witness = readWitness(root.section("witness"))
	c.Log = readLog(root.section("log"))
	c.Monitor = readMonitor(root, c.Slack, c.Discord)
	c.calendars = readCalendars(root)
	c.People = readPeople(root.section("people"), c.Language, c.calendars)
	c.ladders = readLadders(root)
	c.readDefaultLadder(root)
	c.readOrganisations(root)
	root.done()
	c.warn(r, root)
	return c
}

func (r *reader) version(root *section) {
	root.describe("version", "`1`", nil)
	v, ok := root.value("version")
	switch {
	case !ok:
		r.fail(1, "version", "missing: write version: 1")
	case v.text != "1":
		v.fail("%s", otherVersion(v.text))
	}
}

// otherVersion says what to do with a version that this program does not read.
func otherVersion(text string) string {
	switch n, err := strconv.Atoi(text); {
	case err != nil:
		return fmt.Sprintf("%q is no version: write version: 1", text)
	case n < 1:
		return fmt.Sprintf("%d is older than what this program reads: compare the file with the keys in docs/configure.md, then write version: 1", n)
	default:
		return fmt.Sprintf("%d is newer than what this program reads, which is 1: install the program that the file was written for", n)
	}
}

// Ladder is the ladder of that name.
func (c *Config) Ladder(name string) (escalation.Ladder, bool) {
	l, ok := c.ladders[name]
	return l, ok
}

// Ladders are all ladders, by name.
func (c *Config) Ladders() map[string]escalation.Ladder { return maps.Clone(c.ladders) }

// DefaultLadder is the name of the ladder of cases whose organisation has none.
func (c *Config) DefaultLadder() string { return c.defaultLadder }

// Calendar is the calendar of that name, with its version.
func (c *Config) Calendar(name string) (escalation.Calendar, bool) {
	k, ok := c.calendars[name]
	return k, ok
}

// Calendars are all calendars, by name.
func (c *Config) Calendars() map[string]escalation.Calendar { return maps.Clone(c.calendars) }

// Organisation is the organisation of that key.
func (c *Config) Organisation(key string) (Organisation, bool) {
	i := slices.IndexFunc(c.organisations, func(o Organisation) bool { return o.Key == key })
	if i < 0 {
		return Organisation{}, false
	}
	return c.organisations[i], true
}

// Organisations is the directory, in the order of the file.
func (c *Config) Organisations() []Organisation { return slices.Clone(c.organisations) }
