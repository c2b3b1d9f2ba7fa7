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

me-title = Ik
me-seen-by = Alleen jij ziet deze pagina.
me-hello = Hoi { $name }.
me-more = Meer over jou
me-now-somebody = Iemand van het opvangteam
me-now-nothing = Niemand hoeft nu iets te doen.
me-now-call-soon = { $who } belt je zo snel mogelijk.
me-now-call-today = { $who } belt je vandaag.
me-now-call-by = { $who } belt je, uiterlijk { $when }.
me-now-not-reached = { $who } kon je niet bereiken en probeert het later nog een keer. Jij hoeft niets te doen.
me-now-handover = Iemand anders van het opvangteam neemt contact met je op.
me-now-consent-colleague = Een collega maakt zich zorgen om je.
me-now-consent-manager = Je leidinggevende vroeg het opvangteam om je te bellen.
me-now-offer = { $who } heeft tijd voor een gesprek met je.
me-now-declined = Niemand hoeft nu iets te doen. Je kunt altijd later nog.
me-now-later = { $who } vraagt het je nog eens, rond { $day }.
me-now-talk = Gesprek { $number } met { $who }: { $when }.
me-now-talk-was = Gesprek { $number } met { $who } was { $when }.
me-now-plan = { $who } spreekt gesprek { $number } met je af: { $window }.
me-now-referral = { $who } vraagt je later nog of de volgende stap gelukt is.
me-consent-question = Mag iemand van het opvangteam je bellen?
me-consent-hint = Je hoeft nu niet te kiezen. Zonder antwoord hier vraagt iemand van het team het je zelf.
me-consent-yes = Ja, bel me
me-consent-no = Nee, dank je
me-consent-seen = Alleen het opvangteam hoort je antwoord. Wie het vroeg, hoort niets.
me-offer-question = Wil je een gesprek?
me-offer-hint = Je hoeft nu niets te beslissen. Alle drie zijn goed.
me-offer-yes = Ja, graag
me-offer-ask-later = Vraag het later nog eens
me-offer-no = Nee, het gaat zo
me-offer-seen = Alleen jij en je opvanger zien je antwoord.
me-offer-after-all = Toch graag een gesprek
me-offer-change = Toch geen gesprek?
me-offer-change-hint = Ook goed. Een gepland gesprek vervalt dan.
me-supporter = { $name } is er voor je.
me-not-with = Liever iemand anders
me-not-with-seen = Je hoeft niet te zeggen waarom. Iemand anders neemt het over; niemand hoort de reden.
me-ask = Ik wil nu iemand spreken
me-ask-seen = Alleen het opvangteam ziet dat. Je hoeft niet te zeggen waarover.
me-asked-told = Het opvangteam ziet dat je iemand wilt spreken. Je vroeg het
me-ask-withdraw = Toch niet nodig
me-light-title = Kun je weer aan het werk?
me-light-green = Groen
me-light-green-means = Ik kan de volgende rit doen
me-light-orange = Oranje
me-light-orange-means = Ik wil even naar de post, en blijf in dienst
me-light-red = Rood
me-light-red-means = Ik stop voor deze dienst. Er komt een vraag om vervanging op { $unit }, zonder je naam en zonder reden
me-light-red-off-duty = Ik kan niet werken. Je hebt nu geen dienst, dus er wordt geen vervanging gevraagd
me-light-until = Dit geldt tot
me-light-scene = Een opvanger zette een voorzichtiger kleur. De voorzichtigste telt.
me-light-seen = Alleen jij en het opvangteam zien je kleur. Na je dienst verdwijnt hij.
me-light-set = Zet mijn kleur
me-record-title = Wat staat er over mij?
me-record-lead = Dit is alles wat Veer over jou bewaart. Wat je in een gesprek zegt, staat hier niet bij.
me-record-cases = Opvang
me-record-since = Sinds
me-record-began = Begon met
me-record-supporter = Opvanger
me-record-nobody = nog niemand
me-record-answer = Gesprek
me-record-closed = Afgesloten
me-record-open = loopt nog
me-record-no-cases = Er is geen opvang voor je geweest.
me-record-events = Waar je bij was
me-record-no-events = Er staat geen gebeurtenis bij je.
me-record-events-seen = Alleen jij en het opvangteam zien dit. Je leidinggevende en personeelszaken niet.
me-record-no-light = Je hebt nu geen kleur gezet.
me-record-not-with = Liever niet met
me-record-not-with-none = Er staat niemand op deze lijst.
me-record-not-with-seen = Alleen jij ziet deze lijst.
me-allow = Haal weg
me-allow-name = Haal { $name } weg
me-load = { $count ->
    [one] { $count } gebeurtenis
   *[other] { $count } gebeurtenissen
} in { $days ->
    [one] { $days } dag.
   *[other] { $days } dagen.
}
me-load-window = Het team kijkt { $days } dagen terug.
me-event-other = Een andere gebeurtenis
me-event-strain = Een zware periode
me-role-crew = Je was erbij
me-role-dispatcher = Je deed de meldkamer
me-role-added = Je was betrokken
me-role-supporter = Je ving een collega op
me-role-duration = Het duurde langer
me-began-detection = een gebeurtenis op de incidentenlijst
me-began-dispatcher = een melding van de meldkamer
me-began-self = je eigen vraag
me-began-colleague = de zorg van een collega
me-began-manager = een vraag van je leidinggevende
me-began-supporter = het opvangteam
me-offer-consent-refused = je wilde niet gebeld worden
me-offer-not-made = nog niet aangeboden
me-offer-open = aangeboden
me-offer-accepted = je zei ja
me-offer-declined = je zei nee
me-offer-later = je zei: later
me-offer-not-reached = je was niet te bereiken
me-attempt-phone = je werd gebeld
me-attempt-in-person = iemand kwam langs
me-attempt-video = je werd gebeld met beeld
me-attempt-email = je kreeg een mail
me-attempt-message = je kreeg een bericht
me-log-opened = opvang begonnen
me-log-contact = eerste contact
me-log-contact-help = eerste contact, met praktische hulp
me-log-planned = gesprek { $number } gepland
me-log-held = gesprek { $number } geweest, er komt nog een
me-log-held-refer = gesprek { $number } geweest, daarna verwezen
me-log-held-close = gesprek { $number } geweest, genoeg zo
me-log-cancelled = gesprek { $number } ging niet door
me-log-missed = gesprek { $number } gemist
me-log-referral-discussed = verwijzing besproken, niets doorgegeven
me-log-referral-agreed = verwezen, met jouw toestemming
me-log-referral-acute = met spoed verwezen
me-log-closed = afgesloten
me-access-title = Wie heeft gekeken?
me-access-lead = Elke keer dat iemand jouw opvang opende of er iets in deed.
me-access-nobody = Niemand heeft gekeken.
me-access-own = Je eigen bezoeken staan hier niet bij.
me-access-gone = Iemand die hier niet meer werkt
me-access-role-supporter = Opvanger
me-access-role-coordinator = Coördinator
me-access-role-manager = Leidinggevende
me-access-saw-case = opende je opvang
me-access-saw-state = zag dat er iets loopt, niet wat
me-access-saw-list = zag je naam in een lijst
me-access-did-taken = nam je opvang op zich
me-access-did-assigned = wees een opvanger aan
me-access-did-picture = legde vast wat er gebeurd is
me-access-did-attempt = probeerde je te bereiken
me-access-did-contact = legde het eerste contact vast
me-access-did-not-reached = legde vast dat je niet te bereiken was
me-access-did-consent = legde je antwoord vast
me-access-did-offer = bood een gesprek aan
me-access-did-answer = legde je antwoord vast
me-access-did-planned = plande een gesprek
me-access-did-moved = verzette een gesprek
me-access-did-missed = legde een gemist gesprek vast
me-access-did-held = sloot een gesprek af
me-access-did-referred = legde een verwijzing vast
me-access-did-acute = legde een spoedverwijzing vast
me-access-did-handover-required = vroeg om een andere opvanger
me-access-did-handed-over = droeg je opvang over
me-access-did-closed = sloot je opvang af
me-access-did-reopened = opende je opvang opnieuw
me-access-did-opened = begon je opvang
me-access-did-joined = voegde een gebeurtenis toe
me-access-did-referral = vroeg het opvangteam om je te bellen
me-access-did-something = deed er iets in
me-ties-title = Wie ken je privé?
me-ties-lead = Je partner, familie of een goede vriend op het werk wordt niet jouw opvanger, en jij niet die van hen.
me-ties-choose = Wie bedoel je?
me-ties-declare = Zet op mijn lijst
me-ties-seen = Alleen jij ziet dit. De ander niet, en niemand hoort waarom een opvanger niet kan.
me-ties-present = Op je lijst
me-ties-none = Er staat niemand op je lijst.
me-ties-change = Verander je lijst
flash-me-accepted = Fijn. Je opvanger spreekt een moment met je af.
flash-me-declined = Prima. Je kunt altijd later nog.
flash-me-later = Goed. We vragen het je later nog eens.
flash-me-consented = Dank je. Iemand van het opvangteam belt je.
flash-me-not-consented = Prima. Niemand belt je. Je kunt altijd later nog.
flash-me-not-with = Goed. Iemand anders neemt het over.
flash-me-allowed = Weg van je lijst.
flash-me-asked = Het opvangteam weet het nu. Wie dienst heeft, belt je.
flash-me-asked-known = Je opvanger ziet dat je wilt praten. Kan het niet wachten? Tik bovenaan op Hulp.
flash-me-asked-waiting = Het opvangteam weet het al en belt je. Kan het niet wachten? Tik bovenaan op Hulp.
flash-me-withdrawn = Goed. Niemand belt je.
flash-me-light = Je kleur staat.
flash-me-light-replacement = Je kleur staat. Vervanging is gevraagd, zonder je naam en zonder reden.
flash-me-light-undone = Teruggezet.
flash-me-tied = Staat op je lijst. Alleen jij ziet hem.
flash-me-untied = Weg van je lijst.

## support: de opvang

## dispatch: de meldkamer

dispatch-title = Meld aan het opvangteam
dispatch-what = Wat is er gebeurd?
dispatch-other = Iets anders
dispatch-other-hint = Ook wat niet op de lijst staat, telt
dispatch-who = Wie waren erbij?
dispatch-units = Eenheden
dispatch-optional = (mag leeg)
dispatch-me = Centralist: ik
dispatch-more = Wat je nog weet
dispatch-number = Ritnummer
dispatch-time = Tijd
dispatch-minor = Een kind
dispatch-fatal = Iemand overleden
dispatch-aggression = Agressie
dispatch-major = Opgeschaald
dispatch-seen = Alleen het opvangteam ziet je melding.
dispatch-team-calls = Het team belt. Ook jou.
dispatch-report = Meld
dispatch-sent = Het opvangteam weet het.
dispatch-sent-units = Het team belt de mensen van { $units }.
dispatch-sent-you = Ook jou.
dispatch-sent-unknown = Wie op { $units } zat, staat niet in het rooster. Het team zoekt het uit.
dispatch-problem-entry = Kies wat er gebeurd is. Iets anders mag ook.
dispatch-problem-number = Dit ritnummer is te lang. Neem hooguit 40 tekens.
dispatch-problem-nobody = Vul een eenheid in, of vink jezelf aan.
dispatch-problem-units = Dat zijn te veel eenheden voor één melding.
dispatch-problem-time = Vul de tijd in als 03:12.
dispatch-replacements = Vervanging te regelen
dispatch-no-replacements = Er is nu geen vervanging nodig.
dispatch-arranged = Geregeld
dispatch-arranged-unit = Geregeld voor { $unit }
flash-dispatch-arranged = Geregeld. Dank je.

## signal: zorg om een collega

signal-group-ambulance = ambulance
signal-group-dispatch = meldkamer
signal-group-transport = zorgambulance
signal-group-psychiatric = psycholance
signal-group-administration = kantoor
signal-search = Zoek op naam
signal-search-button = Zoek
signal-search-none = Niemand gevonden. Probeer een ander deel van de naam.
signal-tell = Meld aan het opvangteam
signal-one-thing = Nog één ding
signal-concern-title = Ik maak me zorgen om een collega
signal-concern-lead = Goed dat je eraan denkt. Wie is het?
signal-concern-choose = Wie bedoel je?
signal-concern-seen = Het opvangteam hoort dat een collega zich zorgen maakt. Wie dat is, bewaart Veer daar niet bij.
signal-concern-next = Wat er dan gebeurt
signal-concern-next-call = Iemand van het opvangteam vraagt je collega of bellen goed is.
signal-concern-next-choice = Je collega beslist. Nee is ook goed.
signal-concern-next-nothing = Jij hoort er verder niets over. Zelf vragen hoe het gaat, helpt altijd.
signal-concern-yourself = Gaat het om jezelf?
signal-concern-yourself-link = Vraag zelf om een gesprek
signal-thanks-title = Dank je
signal-thanks = Dank je wel.
signal-thanks-lead = Het opvangteam weet het nu en kijkt wat past.
signal-thanks-nothing = Hierna zie je er niets meer van. Dat is voor iedereen zo, ook als er niets gebeurt.
signal-thanks-you = Raakt het jou ook?
signal-referral-title = Schakel het opvangteam in voor een collega
signal-referral-lead = Zie je dat iemand iets met zich meedraagt? Vraag het eerst zelf. Zeg daarna dat je het opvangteam inschakelt.
signal-referral-own = Jouw team
signal-referral-no-staff = Er staan geen mensen onder jouw naam in het rooster. Zoek op naam.
signal-referral-knows = Weet je collega het?
signal-referral-told = Ja, ik heb het zelf gezegd
signal-referral-tell-first = Zeg het eerst tegen je collega, en vink het daarna aan.
signal-referral-seen = Je collega ziet dat jij het vroeg. Jij ziet hierna niets: niet of er gebeld is, niet wat je collega kiest.
signal-guide = Wat jij kunt doen
signal-guide-room = Maak ruimte: regel een rustig moment, en een plek in het rooster voor wie even uit de wind wil.
signal-guide-encourage = Moedig aan: zeg dat praten met een collega hier gewoon is.
signal-guide-trust = Geef vertrouwen: noem wat je ziet dat goed ging, en vraag niet om bewijs.
signal-guide-human = Zie de mens: vraag eerst hoe het gaat, en pas later naar de inzet.
signal-guide-double = Je beoordeelt je mensen ook. Daarom zegt niet iedereen jou alles, en daarom is er een opvangteam.
signal-list-title = Waar het opvangteam voor komt
signal-list-lead = Was je bij zoiets, of weet je van een collega? Meld het. Twijfel is genoeg.
signal-list-off = Wordt nu niet vanzelf herkend: { $why }. Melden kan altijd.
signal-list-other = Staat het er niet bij? Iets anders kan net zo schokkend zijn. Meld het gewoon.
signal-list-me = Meld voor mezelf
signal-list-concern = Meld voor een collega
signal-list-dispatch = Meld vanuit de meldkamer
signal-list-source = Bron: { $source }

## coordinate: de coördinator
