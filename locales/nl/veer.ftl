# Alle teksten in het Nederlands. Toevoegen: zet een tekst onder het kopje van
# zijn publiek, in beide talen; het Engelse bestand bepaalt welke er zijn.
# Toon: je-vorm, kort, warm, B1. Geen "OK", geen "Verzenden".

## time: dagen, tijden en termijnen

time-today = vandaag
time-tomorrow = morgen
time-yesterday = gisteren
time-window = { $from } tot { $to }
time-window-days = { $from } tot en met { $to }
time-window-hours = { $from }-{ $to } uur
time-minutes = { $count } min
time-hours = { $count } uur
time-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
}
time-ago = { $span } geleden
time-ahead = over { $span }
time-first-of-two = { $time } (zomertijd)
time-second-of-two = { $time } (wintertijd)
time-monday = ma
time-tuesday = di
time-wednesday = wo
time-thursday = do
time-friday = vr
time-saturday = za
time-sunday = zo
time-january = jan
time-february = feb
time-march = mrt
time-april = apr
time-may = mei
time-june = jun
time-july = jul
time-august = aug
time-september = sep
time-october = okt
time-november = nov
time-december = dec

## shell: wat op elke pagina staat

shell-skip = Naar de inhoud
shell-help = Hulp
shell-nav = Onderdelen
shell-sign-out = Afmelden
shell-offline = Geen verbinding. Er is niets verstuurd; probeer het zo nog eens.
shell-home = Naar het begin
shell-undo = Maak ongedaan
shell-unstyled = De opmaak van Veer is nog niet gemaakt. Alles werkt, maar het oogt kaal. Maak de opmaak met: cargo xtask web

## crisis: de kaart die altijd één tik weg is

crisis-title = Heb je nu hulp nodig?
crisis-emergency = Direct gevaar
crisis-suicide = Denk je aan zelfdoding?
crisis-suicide-how = 113 Zelfmoordpreventie, dag en nacht, gratis. Of bel 113.
crisis-doctor = Je huisarts helpt ook, en 's avonds en in het weekend de huisartsenpost. Bel je eigen praktijk: het bandje noemt de post.
crisis-company-doctor = Je bedrijfsarts: { $number }
crisis-company-doctor-unknown = Je bedrijfsarts bereik je via je organisatie.

## demo: de voorbeeldorganisatie

demo-name = Voorbeeld
demo-bar = Voorbeeld met verzonnen mensen. Het is nu
demo-hour = 1 uur verder
demo-day = 1 dag verder
demo-window = Naar het volgende moment
demo-roles = Kijk als
demo-role-colleague = Collega
demo-role-supporter = Opvanger
demo-role-coordinator = Coördinator
demo-role-manager = Leidinggevende
demo-role-dispatcher = Centralist
demo-role-hr = HR
demo-role-privacy = Privacy
demo-role-admin = Beheerder

## room: de onderdelen van Veer

room-support = Opvang
room-coordinate = Coördineren
room-dispatch = Meldkamer
room-manage = Mijn team
room-desk = Bureau
room-me = Ik

## error: als iets niet gaat

error-reload = Kijk opnieuw
error-not-found = Hier is niets
error-not-found-what = Deze pagina bestaat niet, of is niet voor jou.
error-not-found-hint = Er is niets kwijt. Ga terug, of begin opnieuw.
error-sign-in = Meld je eerst aan
error-sign-in-what = Je bent niet aangemeld, of dat is te lang geleden.
error-sign-in-hint = Meld je aan; daarna kom je terug op deze pagina.
error-refused = Dat kan nu niet
error-refused-what = Deze stap past niet bij waar het pad nu is.
error-refused-hint = Er is niets veranderd. Ga terug en kies iets anders.
error-stale = Er is intussen iets veranderd
error-stale-hint = Jouw stap is niet gezet. Kijk hoe het er nu voor staat en beslis dan opnieuw.
error-rate-limited = Even wachten
error-rate-limited-what = Dit is vlak na elkaar te vaak geprobeerd.
error-rate-limited-hint = { $minutes ->
    [one] Probeer het over een minuut opnieuw. Heb je nu iemand nodig? Tik bovenaan op Hulp.
   *[other] Probeer het over { $minutes } minuten opnieuw. Heb je nu iemand nodig? Tik bovenaan op Hulp.
}
error-bad-form = Dat konden we niet lezen
error-bad-form-what = Het formulier kwam niet heel aan.
error-bad-form-hint = Er is niets veranderd. Ga terug, controleer wat je invulde en probeer het opnieuw.
error-too-large = Dat is te groot
error-too-large-what = Er kwam meer binnen dan hier past.
error-too-large-hint = Er is niets opgeslagen. Stuur het in kleinere delen.
error-method = Zo kom je hier niet
error-method-what = Deze pagina werkt alleen met de knop die erbij hoort.
error-method-hint = Er is niets veranderd. Begin bij het begin.
error-cross-site = Dit kwam van een andere site
error-cross-site-what = Het formulier is niet op een pagina van Veer ingevuld, dus we doen er niets mee.
error-cross-site-hint = Er is niets veranderd. Open Veer zelf en probeer het daar.
error-busy = Dat duurt te lang
error-busy-what = Veer kreeg dit niet op tijd af.
error-busy-hint = Probeer het zo nog eens. Kijk eerst of je stap toch gezet is.
error-internal = Er ging iets mis bij ons
error-internal-what = Dit is onze fout, niet de jouwe.
error-internal-hint = Probeer het zo nog eens. Blijft het misgaan? Noem dan deze code bij je beheerder: { $reference }

## flash: wat na een stap één keer gezegd wordt

flash-language = Veer spreekt nu Nederlands.

## refusal: waarom een stap niet kan

refusal-passphrase-too-short = Je wachtzin is te kort. Neem minstens 12 tekens, bijvoorbeeld vier losse woorden.
refusal-passphrase-too-long = Je wachtzin is te lang. Neem hooguit 256 tekens.
refusal-passphrase-too-common = Deze wachtzin raadt iemand snel. Neem bijvoorbeeld vier woorden die niets met elkaar te maken hebben.
refusal-already-closed = Dit pad is al afgesloten. Je kunt het heropenen.
refusal-not-closed = Dit pad is nog open.
refusal-no-supporter = Nog niemand heeft dit op zich genomen. Dat komt eerst.
refusal-already-assigned = Een collega-opvanger heeft dit al op zich genomen.
refusal-not-the-supporter = Alleen de opvanger van deze collega kan dit vastleggen.
refusal-same-supporter = Je draagt over aan wie het al doet. Kies iemand anders.
refusal-handover-due = Dit moet eerst worden overgedragen.
refusal-picture-done = Het beeld van de situatie is er al.
refusal-picture-missing = Vorm eerst een beeld van wat er gebeurde, of sla dat bewust over.
refusal-contact-by-message-only = Een bericht of mail alleen is nog geen contact. Bel, of ga langs.
refusal-first-contact-missing = Eerst moet je elkaar gesproken hebben.
refusal-first-contact-done = Het eerste contact is al vastgelegd.
refusal-in-the-future = Dat moment moet nog komen. Leg vast wat al gebeurd is.
refusal-in-the-past = Dat moment is al voorbij. Kies een later moment.
refusal-out-of-order = Dat moment ligt vóór de vorige stap. Controleer de datum en de tijd.
refusal-consent-missing = Je collega heeft hier nog geen ja op gezegd. Vraag dat eerst.
refusal-consent-not-asked = Er staat geen vraag om toestemming open.
refusal-no-attempt = Nog niemand heeft gebeld of is langsgegaan. Probeer dat eerst.
refusal-not-offered = Je collega heeft het aanbod nog niet aangenomen.
refusal-offer-too-soon = Het is nog te vroeg om het opnieuw aan te bieden.
refusal-offer-spent = Het is al een tweede keer aangeboden. Je collega kan altijd zelf nog komen.
refusal-already-answered = Dit antwoord is al gegeven.
refusal-not-agreed = Plan een gesprek samen: je collega moet ermee akkoord zijn.
refusal-too-early-without-reason = Dit gesprek valt vroeger dan bedoeld. Kies waarom dat beter is.
refusal-already-planned = Er is al een gesprek gepland. Je kunt het verplaatsen.
refusal-not-planned = Er is geen gesprek gepland.
refusal-outcome-missing = Leg eerst vast hoe het vorige gesprek eindigde.
refusal-fourth-talk = Er zijn drie gesprekken geweest; een vierde is er niet. Verwijs door, of rond af.
refusal-referral-consent-missing = Zonder ja van je collega gaat er niets naar buiten.
refusal-already-joined = Deze gebeurtenis hoort al bij dit pad.

## stale: wat een ander intussen deed

stale-changed = Iemand anders was je net voor.
stale-opened = Iemand anders heeft het pad net geopend.
stale-joined = Er is net een gebeurtenis bij gekomen.
stale-assigned = Dit is net aan een opvanger toegewezen.
stale-taken = Een andere opvanger heeft dit net op zich genomen.
stale-picture = Iemand anders heeft net het beeld van de situatie vastgelegd.
stale-attempt = Iemand anders heeft net geprobeerd contact te krijgen.
stale-contact = Iemand anders heeft het eerste contact net vastgelegd.
stale-not-reached = Er is net vastgelegd dat het contact niet lukte.
stale-consent = Je collega heeft net antwoord gegeven.
stale-offer = Het aanbod is net gedaan.
stale-answer = Er is net op het aanbod geantwoord.
stale-planned = Er is net een gesprek gepland.
stale-moved = Het gesprek is net verplaatst.
stale-missed = Er is net vastgelegd dat het gesprek niet doorging.
stale-held = Het gesprek is net vastgelegd.
stale-referred = Er is net een doorverwijzing vastgelegd.
stale-acute = Het acute pad is net in gang gezet.
stale-handover-required = Er is net vastgelegd dat dit moet worden overgedragen.
stale-handed-over = Dit is net aan een andere opvanger overgedragen.
stale-closed = Het pad is net afgesloten.
stale-reopened = Het pad is net heropend.


## account: aanmelden en inrichten
account-sign-in = Aanmelden
account-sign-in-lead = Niemand ziet dat je hier was, behalve jij.
account-sign-in-failed = Dat lukte niet
account-sign-in-failed-hint = De naam of de wachtzin klopt niet. Probeer het nog eens, of vraag je beheerder om een nieuwe uitnodiging.
account-sign-in-button = Meld aan
account-login = Aanmeldnaam
account-login-hint = Je kiest hem zelf; je e-mailadres mag ook.
account-login-empty = Kies een aanmeldnaam van hoogstens 120 tekens.
account-login-taken = Iemand anders heeft deze aanmeldnaam al. Kies een andere.
account-passphrase = Wachtzin
account-passphrase-hint = Minstens 12 tekens. Vier losse woorden onthoud je makkelijk en raadt niemand snel.
account-passphrase-seen = Niemand anders kent hem, ook de beheerder niet.
account-invitation = Welkom
account-welcome = Welkom, { $name }
account-invitation-lead = Kies hoe je je voortaan aanmeldt. Deze link werkt één keer.
account-invitation-legend = Zo meld je je aan
account-invitation-button = Begin
account-set-up = Veer inrichten
account-set-up-lead = Deze installatie is leeg. Je begint met de eerste organisatie en de eerste beheerder.
account-set-up-code-label = Inrichtcode
account-set-up-code-hint = Hij staat in het bestand set-up-code in de gegevensmap van de server. Alleen wie die map kan lezen, kan beginnen.
account-set-up-code = Dit is niet de code die in de gegevensmap staat.
account-set-up-incomplete = Vul alle velden in.
account-set-up-zone = Deze tijdzone kennen we niet. Schrijf hem als Europe/Amsterdam.
account-set-up-organisation = Organisatie
account-set-up-name = Naam
account-set-up-zone-label = Tijdzone
account-set-up-language = Taal
account-set-up-you = Jij, de eerste beheerder
account-set-up-your-name = Je naam
account-set-up-seen = Een beheerder houdt mensen en bestanden bij, en ziet nooit een zaak.
account-set-up-button = Begin

## me: mijn eigen pagina

## support: de opvang

## dispatch: de meldkamer

## signal: zorg om een collega

## coordinate: de coördinator

