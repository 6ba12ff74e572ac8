package bot

import (
	"testing"

	"relance/escalation"
)

func TestPropose(t *testing.T) {
	tests := []struct {
		class escalation.Class
		texts []string
	}{
		{escalation.ClassAutoReply, []string{
			"This is an automatic reply: I am out of the office until Monday.",
			"Please do not reply to this message, the mailbox is not read.",
			"Ceci est un message automatique, merci de ne pas y répondre.",
			"Nous avons bien reçu votre message. Ce courriel a été envoyé automatiquement.",
			"Recorded message: please use the website.",
			"Je suis actuellement absente, réponse sous 48 heures.",
		}},
		{escalation.ClassAcknowledgement, []string{
			"We have received your request.",
			"Thank you for your message, we are looking into it.",
			"Nous avons bien reçu votre courrier et nous reviendrons vers vous.",
			"J’accuse réception de votre demande.",
			"Votre dossier est en cours de traitement.",
			"Nous vous invitons à patienter.",
		}},
		{escalation.ClassTransmitted, []string{
			"I have passed it on to the subscription service.",
			"Your message has been forwarded to the department in charge.",
			"Message transmis.",
			"J’ai transmis votre demande au service abonnements.",
			"Votre dossier a été transféré à la direction technique.",
			"Je fais suivre au service concerné.",
		}},
		{escalation.ClassPromise, []string{
			"You will have an answer within 48 hours.",
			"We will come on Thursday.",
			"We will answer on 15 September.",
			"Nous répondrons le 15 décembre 2026.",
			"We will answer by Friday.",
			"You will hear from us by 12 March.",
			"Nous vous répondrons d’ici le 12 mars.",
			"Une réponse vous sera donnée sous 10 jours.",
			"Un technicien passera au plus tard le 3 mai.",
		}},
		{escalation.ClassWrongBody, []string{
			"We invite you to contact us by phone.",
			"Nous vous invitons à contacter le service client.",
			"Nous vous invitons à nous contacter par téléphone.",
			"Cela ne relève pas de notre service.",
			"This is not our responsibility, ask the carrier.",
			"Veuillez vous adresser à la filiale irlandaise.",
		}},
		{escalation.ClassNeedsInfo, []string{
			"Could you send us a copy of the bill?",
			"Please provide your customer number.",
			"Merci de nous transmettre une pièce d’identité.",
			"Nous vous invitons à nous faire parvenir les justificatifs.",
			"Il manque votre numéro de contrat.",
		}},
		{escalation.ClassRefusal, []string{
			"We regret to inform you that the refund was not approved.",
			"Your request has been denied.",
			"Nous ne pouvons pas donner suite à votre demande.",
			"Nous ne pouvons pas vous rembourser.",
		}},
		{escalation.ClassAnswer, []string{
			"",
			"The meter was replaced this morning and the bill is corrected.",
			"The meter was replaced on Monday.",
			"Le compteur a été remplacé ce matin, la facture est corrigée.",
			"Yes.",
		}},
	}
	for _, tt := range tests {
		for _, text := range tt.texts {
			if got := propose(text); got != tt.class {
				t.Errorf("propose(%q) = %s, want %s", text, got, tt.class)
			}
		}
	}
}
