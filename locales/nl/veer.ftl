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
shell-language = Taal
shell-sign-out = Afmelden
shell-sign-in = Aanmelden
shell-offline = Geen verbinding. Er is niets verstuurd; probeer het zo nog eens.
shell-home = Naar het begin
shell-undo = Maak ongedaan
shell-unstyled = De opmaak van Veer is nog niet gemaakt. Alles werkt, maar het oogt kaal. Maak de opmaak met: cargo xtask web

## crisis: de kaart die altijd één tik weg is

crisis-title = Heb je nu hulp nodig?
crisis-emergency = Direct gevaar
crisis-suicide = Denk je aan zelfdoding? 113
crisis-suicide-how = dag en nacht, gratis; of bel 113
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

## nav: de onderdelen van Veer

nav-me = Ik
nav-support = Opvang
nav-coordinate = Overzicht
nav-dispatch = Melden
nav-signal = Zorg om een collega

## error: als iets niet gaat


## flash: wat na een stap één keer gezegd wordt

flash-language = Veer spreekt nu Nederlands.


## refusal: waarom een stap niet kan


## account: aanmelden en inrichten


## me: mijn eigen pagina


## support: de opvang


## dispatch: de meldkamer


## signal: zorg om een collega


## coordinate: de coördinator

