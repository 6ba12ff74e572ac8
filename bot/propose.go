package bot

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relance/escalation"
)

// propose guesses what a reply is worth from the phrases it uses, in French and
// English. It is a proposal only: a person confirms it. The first class that
// matches wins, so they stand in the order in which one outweighs another: an
// automatic reply that promises an answer is still an automatic reply. What
// nothing matches is proposed as an answer: a person then reads it, and nothing
// climbs over an unread answer.
func propose(text string) escalation.Class {
	text = unaccented(text)
	for _, p := range phrases {
		if p.said.MatchString(text) {
			return p.class
		}
	}
	return classUnmatched
}

// classUnmatched is what is proposed for a text that has no mark of any class.
const classUnmatched = escalation.ClassAnswer

// unaccented brings a text to lower case without accents, with single spaces and
// straight apostrophes, as the phrases are written.
func unaccented(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == 'ʼ':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// phrases are the marks of each class, unaccented.
var phrases = []struct {
	class escalation.Class
	said  *regexp.Regexp
}{
	{escalation.ClassAutoReply, anyOf(
		`auto(matic)?[ -]?(reply|response|answer)`, `automatically generated`, `this is an automated`,
		`do not (reply|respond|answer) to this`, `no[ -]?reply`, `out of (the )?office`, `recorded (message|announcement)`,
		`your call is important`, `(mail|message|reponse) automatique`, `(genere|envoye|adresse) automatiquement`,
		`ne (pas|repondez pas|pas repondre) (y |a ce |a cet |directement)?(repondre|message|mail|courriel|e-mail)`, `merci de ne pas repondre`,
		`absent(e)? du bureau`, `je suis (actuellement )?absent`, `en conges? jusqu`, `message enregistre`, `repondeur`,
		`ticket (number )?#?\d+ (has been|was) (created|opened)`,
	)},
	{escalation.ClassWrongBody, anyOf(
		`not (our|my|the right|the correct) (responsibility|department|service|team|company|competence|office)`,
		`(is|are) not (competent|responsible|in charge|concerned)`, `(please )?contact (the|our|your) [\w' -]+ instead`,
		`invite you to (contact|call|phone|write to|get in touch|reach)`, `you (should|must|need to|have to) (contact|call|ask) (the|another|your|our)`,
		`wrong (department|address|service|person|body|office)`, `ne (releve|depend|depends) (pas|aucunement|ni)`,
		`(pas|n'etes pas a) (de )?(notre|la bonne) (competence|ressort|adresse|service)`, `ne sommes pas (competents?|concernes?|en charge)`,
		`invit(ons|e) a (nous |les |le |la )?(contacter|appeler|telephoner|joindre|vous (rapprocher|adresser|tourner)|prendre contact|ecrire)`, `mauvais (service|interlocuteur|destinataire)`,
		`veuillez (nous )?(contacter|vous adresser|vous rapprocher|appeler)`, `n'y (a pas d'equipe|pouvons rien)`,
	)},
	{escalation.ClassNeedsInfo, anyOf(
		`(please|kindly) (send|provide|give|attach|confirm|supply|fill|complete)`, `(could|can|would) you (please )?(send|provide|give|confirm|tell|specify|attach)`,
		`we (need|require|are missing|lack) (the|your|a|an|more|some|further|additional)`, `(missing|further|additional|more) (documents?|information|details)`,
		`(veuillez|merci de|priere de|nous vous invitons a) (nous )?(les |l'|le |la )?(bien vouloir )?(nous )?(fournir|envoyer|transmettre|communiquer|preciser|joindre|indiquer|confirmer|completer|faire parvenir)`,
		`(pouvez|pourriez)[ -]vous (nous )?(fournir|envoyer|transmettre|communiquer|preciser|joindre|indiquer|confirmer|faire parvenir)`,
		`(nous manque|il manque|avons besoin|nous faut) (de |d'|le|la|les|votre|vos|un|une)`, `(pieces?|documents?|justificatifs?|informations?) (manquante?s?|complementaires?)`,
	)},
	{escalation.ClassTransmitted, anyOf(
		`(passed|forwarded|transferred|handed|sent|referred|escalated) (it|this|that|your [\w' -]+|the [\w' -]+)? ?(on|over)? ?to `, `passed (it|this|that)? ?on`,
		`(message|request|mail|file|case|complaint) (has been |was |is )?(passed on|forwarded|transferred|transmitted)`,
		`(ai|avons|a|est|ete|etes|sera) (bien |ete |aussitot |immediatement )*(transmise?s?|transferee?s?|remontee?s?|relayee?s?)`, `(message|demande|dossier|courrier|mail) (transmise?|transferee?|relayee?)`,
		`(je|nous) (la |le |l'|les )?(transmets|transmettons|transfere|transferons|remonte|remontons|fais suivre|faisons suivre)`,
	)},
	{escalation.ClassRefusal, anyOf(
		`(cannot|can't|can not|will not|won't|unable to|not able to|not possible to) (accept|grant|refund|agree|follow|comply|accede|help|proceed|approve|cancel|reimburse)`,
		`(refuse|reject|decline)(d|s)?\b`, `(regret|sorry) to inform`, `not eligible`, `request (is|was|has been) (denied|refused|rejected|declined)`,
		`ne (pouvons|pourrons|peut|pouvons malheureusement|pouvons donc) pas (donner|acceder|repondre favorablement|accepter|rembourser|vous rembourser)`,
		`(ne pas donner|sans) suite (favorable)?`, `(refus(ons|ee?|er)?|rejet(ons|ee?|er)?)\b`, `defavorable`, `regret(tons)? de (vous informer|ne pas)`, `fin de non[ -]recevoir`,
	)},
	{escalation.ClassPromise, anyOf(
		`within (the next |a |an )?(\d+|one|two|three|five|ten|twenty-four|forty-eight)? ?(working |business )?(hours?|days?|weeks?)`,
		`(by|before|until) (the end of|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next week|\d{1,2}(st|nd|rd|th)? (of )?(january|february|march|april|may|june|july|august|september|october|november|december)|(january|february|march|april|may|june|july|august|september|october|november|december) \d|\d{1,2}[/.]\d{1,2}|\d{4}-\d{2}-\d{2})`,
		`(answer|reply|respond|get back|come back|write|call|contact)( to)?( you)? (you )?(tomorrow|next week|on monday|shortly after)`,
		`(will|shall|'ll) (answer|reply|respond|come|call|write|repair|contact|send|decide)[\w' ]{0,30} on (monday|tuesday|wednesday|thursday|friday|saturday|sunday|the \d|\d|january|february|march|april|may|june|july|august|september|october|november|december)`,
		`(repondrons|viendrons|passerons|rappellerons|enverrons|ecrirons|deciderons|interviendrons)[\w' ]{0,30} (le \d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|la semaine prochaine)`,
		`(sous|d'ici|dans les|dans un delai de|sous un delai de|au plus tard|avant) (les |le |la |\d|un|une|deux|trois|cinq|huit|dix|quinze|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|la fin)`,
		`(recontacte|rappelle|repond)(rons|rai|ra)? (des |d'ici |avant )?(demain|lundi|mardi|mercredi|jeudi|vendredi|la semaine prochaine)`,
	)},
	{escalation.ClassAcknowledgement, anyOf(
		`(have|has|is|was|been|well|hereby) (well )?received`, `acknowledge (the )?receipt`, `thank(s| you) for (your|contacting|writing|the|getting|reaching)`,
		`(looking|look) into (it|this|your)`, `(will|shall) (get back|come back|be in touch|examine|review)`, `being (processed|handled|examined|reviewed|looked)`,
		`(avons|ai) bien (recu|pris)`, `accus(ons|e) (bonne )?reception`, `accuse de reception`, `bonne reception`,
		`en cours (de traitement|d'examen|d'etude|d'analyse)`, `(sera|est|va etre) (traitee?|examinee?|etudiee?|prise? en charge)`,
		`prenons en charge`, `invit(ons|e) a patienter`, `revien(drons|drai|dra|s) vers vous`, `merci (de|pour) (votre|nous avoir)`,
	)},
}

func anyOf(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`\b(?:` + strings.Join(patterns, "|") + `)`)
}
