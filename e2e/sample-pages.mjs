// Invented pages in the product's words and shape; see web/README.md for what each class means.

const shell = (lang, title, current, main, { rooms = true, side = "", flash = "" } = {}) => {
  const t = (nl, en) => (lang === "nl" ? nl : en);
  const room = (path, nl, en) =>
    `<a href="/${path}"${current === path ? ' aria-current="page"' : ""}>${t(nl, en)}</a>`;
  return `<!doctype html>
<html lang="${lang}" data-now="2026-08-19T19:04:00Z">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Veer</title>
<link rel="stylesheet" href="/assets/app.css">
<script src="/assets/app.js" defer></script>
</head>
<body data-offline="${t("Geen verbinding. Er is niets verstuurd; wat je invulde staat er nog.", "No connection. Nothing was sent; what you filled in is still here.")}">
<a class="skip" href="#main">${t("Naar de inhoud", "Skip to the content")}</a>
<div class="demo" role="region" aria-label="Demo">
  <p>Demo · ${t("wo 19 aug 21:04", "Wed 19 Aug 21:04")}</p>
  <form method="post" action="/demo/clock"><button name="by" value="1h">${t("+ 1 uur", "+ 1 hour")}</button><button name="by" value="1d">${t("+ 1 dag", "+ 1 day")}</button></form>
</div>
<header class="top">
  <a class="brand" href="/">Veer</a>
  ${rooms ? `<nav class="rooms" aria-label="${t("Onderdelen", "Parts")}">${room("support", "Opvang", "Support")}${room("dispatch", "Melden", "Report")}${room("me", "Ik", "Me")}</nav>` : ""}
  <details class="crisis"><summary>${t("Hulp", "Help")}</summary>${crisis(lang, "h2")}</details>
  <form class="lang" method="post" action="/language">
    <input type="hidden" name="next" value="/${current}">
    ${lang === "nl" ? '<button name="lang" value="en" lang="en" aria-label="EN, English">EN</button>' : '<button name="lang" value="nl" lang="nl" aria-label="NL, Nederlands">NL</button>'}
  </form>
</header>
<div id="flash" class="flash-slot" role="status">${flash}</div>
${
  side
    ? `<div class="frame"><aside class="side" aria-label="${t("Jouw zaken", "Your cases")}">${side}</aside><main id="main" class="main">${main}</main></div>`
    : `<main id="main" class="page">${main}</main>`
}
<footer class="bottom"><a href="/help">${t("Wie ziet wat?", "Who sees what?")}</a><form method="post" action="/sign-out"><button class="link">${t("Uitloggen", "Sign out")}</button></form></footer>
</body>
</html>`;
};

function crisis(lang, heading) {
  const t = (nl, en) => (lang === "nl" ? nl : en);
  return `<div class="crisis-card">
  <${heading}>${t("Nu iemand spreken", "Talk to someone now")}</${heading}>
  <ul>
    <li><a href="tel:112"><span>${t("Direct gevaar", "Immediate danger")}</span><b>112</b></a></li>
    <li><a href="tel:08000113"><span>${t("Denk je aan zelfdoding?", "Thinking of suicide?")}</span><b>0800-0113</b><small>${t("Dag en nacht, gratis en anoniem", "Day and night, free and anonymous")}</small></a></li>
    <li><a href="tel:+31880000000"><span>${t("Opvangteam, piket", "Peer support on call")}</span><b>088-000 00 00</b></a></li>
  </ul>
  <p class="muted">${t("Deze kaart werkt ook zonder verbinding.", "This card also works offline.")}</p>
</div>`;
}

const people = (lang, current = "") => {
  const t = (nl, en) => (lang === "nl" ? nl : en);
  return `<section class="section">
  <h2 class="eyebrow">${t("Eerst", "First")}</h2>
  <ul class="people">
    <li><a class="name" href="/case"${current ? ' aria-current="page"' : ""}>Daan V.</a>
      <p class="what">${t("Eerste contact", "First contact")}</p>
      <p class="late">${t("2 uur te laat", "2 hours late")}</p>
      <p>${t("sinds gisteren", "since yesterday")} <time datetime="2026-08-18T03:12:00+02:00">03:12</time></p>
      <a class="button" href="tel:0612345678">${t("Bel", "Call")}</a></li>
  </ul>
</section>
<section class="section">
  <h2 class="eyebrow">${t("Vandaag", "Today")}</h2>
  <ul class="people">
    <li><a class="name" href="/case">Fatma A.</a><p class="what">${t("Gesprek 2", "Talk 2")}</p><p>${t("vandaag 14:00, meldkamer", "today 14:00, dispatch room")}</p></li>
    <li><a class="name" href="/case">Mohammed el B.</a><p class="what">${t("Aanbod ligt open", "Offer is open")}</p><p>${t("tot morgen 09:00", "until tomorrow 09:00")}</p><span class="badge fresh">${t("nieuw", "new")}</span></li>
  </ul>
</section>
<details class="more"><summary>${t("Rustig afwachten (3)", "Watchful waiting (3)")}</summary>
  <ul class="people"><li><a class="name" href="/case">Ilse de W.</a><p>${t("gesprek 2 vanaf 2 september", "talk 2 from 2 September")}</p></li></ul>
</details>`;
};

const timeline = (lang) => {
  const t = (nl, en) => (lang === "nl" ? nl : en);
  return `<figure class="path-figure">
<svg class="timeline" role="img" aria-labelledby="path-title"><title id="path-title">${t("Het pad van Daan: gesprek 1 is aan de beurt", "Daan's path: talk 1 is due")}</title>
<line class="axis" x1="1%" x2="99%" y1="46" y2="46"/>
<rect class="window done" x="3%" width="15%" y="36" height="20" rx="6"/>
<rect class="window open" x="28%" width="16%" y="36" height="20" rx="6"/>
<rect class="window" x="54%" width="16%" y="36" height="20" rx="6"/>
<rect class="window" x="80%" width="17%" y="36" height="20" rx="6"/>
<circle class="point held" cx="8%" cy="46" r="6"/><circle class="point" cx="39%" cy="46" r="6"/>
<line class="now" x1="32%" x2="32%" y1="24" y2="68"/><text class="here" x="32%" y="16">${t("nu", "now")}</text>
<text x="10.5%" y="84">${t("contact", "contact")}</text><text x="36%" y="84">${t("gesprek 1", "talk 1")}</text><text x="62%" y="84">2</text><text x="88.5%" y="84">3</text>
</svg>
<details class="more"><summary>${t("Alle tijden", "All times")}</summary><div class="table"><table class="fold">
<caption class="unseen">${t("Wanneer", "When")}</caption>
<thead><tr><th scope="col">${t("Stap", "Step")}</th><th scope="col">${t("Tussen", "Between")}</th><th scope="col">${t("Stand", "State")}</th></tr></thead>
<tbody>
<tr><th scope="row">${t("Eerste contact", "First contact")}</th><td>${t("di 03:12 – wo 03:12", "Tue 03:12 – Wed 03:12")}</td><td>${t("gebeld, di 09:40", "called, Tue 09:40")}</td></tr>
<tr class="current"><th scope="row">${t("Gesprek 1", "Talk 1")}</th><td>${t("do 03:12 – vr 03:12", "Thu 03:12 – Fri 03:12")}</td><td>${t("gepland, do 14:00", "planned, Thu 14:00")}</td></tr>
<tr><th scope="row">${t("Gesprek 2", "Talk 2")}</th><td>${t("15 – 29 september", "15 – 29 September")}</td><td>${t("later", "later")}</td></tr>
<tr><th scope="row">${t("Gesprek 3", "Talk 3")}</th><td>${t("30 september – 18 november", "30 September – 18 November")}</td><td>${t("later", "later")}</td></tr>
</tbody></table></div></details>
</figure>`;
};

export const pages = {
  support({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    return shell(lang, t("Opvang", "Support"), "support", `
<div class="intro"><h1>${t("Goedenavond Sanne", "Good evening Sanne")}</h1><p class="lead">${t("Je hebt dienst tot 08:00. Eén collega wacht op je.", "You are on duty until 08:00. One colleague is waiting for you.")}</p></div>
<p class="fresh-line"><a class="button quiet" href="/support">${t("1 nieuw sinds 21:04", "1 new since 21:04")}</a></p>
${people(lang)}
<section class="section"><h2 class="eyebrow">${t("Nieuwe signalen", "New signals")}</h2>
<div class="empty"><h3>${t("Geen nieuwe signalen", "No new signals")}</h3><p>${t("Komt er iets binnen, dan staat het hier.", "When something comes in, it is here.")}</p></div></section>
<div class="actions stick"><a class="button primary" href="/first">${t("Nieuw signaal", "New signal")}</a></div>`, {
      flash: `<div class="flash"><p>${t("Gesprek gepland op donderdag 14:00.", "Talk planned on Thursday 14:00.")}</p><form method="post" action="/undo"><button class="link">${t("Ongedaan maken", "Undo")}</button></form></div>`,
    });
  },

  case({ lang, state, wrong = false }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    const planned = state.offer !== "open";
    return shell(lang, "Daan V.", "support", `
<a class="back" href="/support">${t("Opvang", "Support")}</a>
<div class="intro"><h1>Daan V.</h1><ul class="facts"><li>${t("ambulance Noord", "ambulance North")}</li><li>${t("ongeval met kind", "accident with a child")}</li><li>${t("di 03:12", "Tue 03:12")}</li></ul>
<p><span class="light wait">${t("Oranje", "Orange")}</span> ${t("tot einde dienst, 07:00", "until the end of the shift, 07:00")}</p></div>
${timeline(lang)}
<section class="section" id="now">
<h2>${t("Nu", "Now")}</h2>
<div class="card now">
${planned ? `<p id="planned">${t("Gesprek 1 staat gepland", "Talk 1 is planned")}: <b>${state.offer}</b></p><div class="actions"><a class="button" href="/case" id="moved">${t("Verzet", "Move")}</a></div>` : `
<form method="post" action="/case/plan" class="stack" hx-post="/case/plan" hx-target="#now" hx-select="#now" hx-select-oob="#flash:innerHTML">
${wrong ? `<div class="error-summary" role="alert"><h3>${t("Nog één ding", "One more thing")}</h3><ul><li><a href="#when-1">${t("Kies een moment", "Choose a moment")}</a></li></ul></div>` : ""}
<fieldset class="group"><legend>${t("Plan gesprek 1", "Plan talk 1")}</legend>
<p class="hint">${t("Morgen tussen 14:00 en do 14:00 (48–72 uur).", "Tomorrow between 14:00 and Thu 14:00 (48–72 hours).")}</p>
${wrong ? `<p class="field-error" id="when-error">${t("Kies een moment dat Daan past.", "Choose a moment that suits Daan.")}</p>` : ""}
<div class="choices row">
<label class="choice"><input type="radio" name="when" id="when-1" value="do 14:00"><span>${t("do 14:00", "Thu 14:00")}</span></label>
<label class="choice"><input type="radio" name="when" value="do 16:30"><span>${t("do 16:30", "Thu 16:30")}</span></label>
<label class="choice"><input type="radio" name="when" value="other"><span>${t("anders", "other")}</span></label>
</div>
<p class="who-sees">${t("Alleen jij en Daan zien dit.", "Only you and Daan see this.")}</p></fieldset>
<div class="actions"><button class="primary">${t("Plan", "Plan")}</button></div>
</form>`}
</div></section>
<section class="section"><h2 class="eyebrow">${t("Eerder", "Earlier")}</h2>
<ol class="log"><li><time datetime="2026-08-18T09:40">${t("di 09:40", "Tue 09:40")}</time> ${t("Gebeld, 8 minuten", "Called, 8 minutes")}</li><li><time datetime="2026-08-18T04:02">${t("di 04:02", "Tue 04:02")}</time> ${t("Sanne pakte het signaal op", "Sanne took the signal")}</li><li><time datetime="2026-08-18T03:12">${t("di 03:12", "Tue 03:12")}</time> ${t("Signaal uit de meldkamer: kind", "Signal from dispatch: child")}</li></ol></section>
<section class="section"><h2 class="eyebrow">${t("Anders", "Otherwise")}</h2><div class="actions"><a class="button" href="/case">${t("Verwijs door", "Refer")}</a><a class="button" href="/case">${t("Draag over", "Hand over")}</a><a class="button acute" href="/case">${t("Nu in nood", "In danger now")}</a></div></section>
<section class="section" id="tries"><h2 class="unseen">Tests</h2>
<form method="post" action="/elsewhere" hx-post="/elsewhere" hx-target="#tries" hx-select="#tries"><button class="quiet" id="go-elsewhere">${t("Klaar met Daan", "Done with Daan")}</button></form>
<form method="post" action="/refused" hx-post="/refused" hx-target="#tries" hx-select="#tries"><button class="quiet" id="go-refused">${t("Dit mag niet", "Not allowed")}</button></form>
<form method="post" action="/foul" hx-post="/foul" hx-target="#tries" hx-select="#tries"><button class="quiet" id="go-foul">${t("Vals antwoord", "Foul answer")}</button></form>
<button type="button" class="quiet" id="text-as-code" hx-on:click="window.evil = 1" hx-get="javascript:window.evil = 2" hx-vals="js:{a: window.evil = 3}">${t("Tekst als code", "Text as code")}</button></section>`, { side: people(lang, "daan") });
  },

  first({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    const choice = (name, value, label, extra = "") =>
      `<label class="choice"><input type="radio" name="${name}" value="${value}" required><span>${label}</span>${extra}</label>`;
    const box = (name, label) => `<label class="choice"><input type="checkbox" name="${name}"><span>${label}</span></label>`;
    return shell(lang, t("Eerste contact", "First contact"), "support", `
<a class="back" href="/case">Daan V.</a>
<div class="intro"><h1>${t("Eerste contact met Daan", "First contact with Daan")}</h1><p><a href="tel:0612345678">06-12345678</a></p></div>
<form method="post" action="/case/plan" class="stack">
<fieldset class="group"><legend>${t("Heb je Daan gesproken?", "Did you speak to Daan?")}</legend><div class="choices row">${choice("spoken", "yes", t("Ja", "Yes"))}${choice("spoken", "no", t("Nee, later", "No, later"))}</div></fieldset>
<fieldset class="group"><legend>${t("Hoe?", "How?")}</legend><div class="choices row">${choice("how", "phone", t("Gebeld", "By phone"))}${choice("how", "person", t("Samen", "In person"))}${choice("how", "video", t("Beeld", "Video"))}</div></fieldset>
<fieldset class="group"><legend>${t("Iets praktisch nodig?", "Anything practical needed?")}</legend><div class="choices row">${box("lift", t("Vervoer naar huis", "A lift home"))}${box("cover", t("Overname dienst", "Cover for the shift"))}${box("clean", t("Schone kleding", "Clean clothes"))}</div><p class="who-sees">${t("Je team ziet wat er nodig is, niet waarom.", "Your team sees what is needed, not why.")}</p></fieldset>
<fieldset class="group"><legend>${t("Inzetbaar?", "Fit for duty?")}</legend><div class="choices">
<label class="choice"><input type="radio" name="light" value="green"><span class="light go">${t("Groen", "Green")}</span><small>${t("Kan weer op de auto", "Can go back on the road")}</small></label>
<label class="choice"><input type="radio" name="light" value="orange"><span class="light wait">${t("Oranje", "Orange")}</span><small>${t("Even niet, deze dienst nog wel", "Not right now, later this shift")}</small></label>
<label class="choice"><input type="radio" name="light" value="red"><span class="light stop">${t("Rood", "Red")}</span><small>${t("Vandaag niet meer; de planning zoekt vervanging", "Not today; planning finds cover")}</small></label></div>
<p class="who-sees">${t("De planning ziet de kleur, niet de reden. Vervalt na de dienst.", "Planning sees the colour, not the reason. Gone after the shift.")}</p></fieldset>
<div class="field"><label for="note">${t("Wanneer bel je terug?", "When do you call back?")} <span class="optional">${t("(mag leeg)", "(optional)")}</span></label><div class="pair"><input id="note" type="date" name="date"><input type="time" name="time" aria-label="${t("Tijd", "Time")}"></div></div>
<div class="actions stick"><button class="primary">${t("Klaar", "Done")}</button></div>
</form>`);
  },

  dispatch({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    const kinds = [
      ["Agressie tegen collega's", "Aggression against colleagues"],
      ["Kind", "Child"],
      ["Zwaar ongeval", "Severe accident"],
      ["Zelfdoding", "Suicide"],
      ["Iemand uit eigen kring", "Someone from your own circle"],
      ["Machteloos gestaan", "Powerlessness"],
      ["Bizar", "Bizarre"],
      ["Besmetting", "Contamination"],
    ];
    return shell(lang, t("Melden", "Report"), "dispatch", `
<div class="intro"><h1>${t("Wat is er gebeurd?", "What happened?")}</h1><p>${t("Het team belt iedereen die erbij was. Ook jou.", "The team calls everyone who was there. You too.")}</p></div>
<form method="post" action="/dispatch" class="stack" data-keys>
<fieldset class="group"><legend class="unseen">${t("Soort", "Kind")}</legend><div class="choices dense">
${kinds.map(([nl, en], at) => `<label class="choice"><input type="radio" name="kind" value="${at + 1}" data-key="${at + 1}" required><span>${t(nl, en)}</span><kbd class="keys-only">${at + 1}</kbd></label>`).join("\n")}
</div></fieldset>
<fieldset class="group"><legend>${t("Welke rit?", "Which run?")}</legend>
<div class="pair"><div class="field"><label for="run">${t("Ritnummer", "Run number")}</label><input id="run" name="run" value="26-000123" class="code"></div><div class="field"><label for="at">${t("Hoe laat", "At what time")}</label><input id="at" name="at" type="time" value="03:12"></div></div></fieldset>
<fieldset class="group"><legend>${t("Wie was erbij?", "Who was there?")}</legend><div class="choices">
<label class="choice"><input type="checkbox" name="unit" value="17-101" checked><span>17-101</span><small>Daan V., Mo el B.</small></label>
<label class="choice"><input type="checkbox" name="unit" value="c" checked><span>${t("Centralist", "Dispatcher")}</span><small>Jip K.</small></label></div>
<p class="who-sees">${t("Het opvangteam ziet dit. Leidinggevenden niet.", "The peer team sees this. Managers do not.")}</p></fieldset>
<div class="actions stick"><button class="primary">${t("Meld aan opvangteam", "Tell the peer team")} <kbd class="keys-only">Ctrl ↵</kbd></button></div>
</form>`);
  },

  me({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    return shell(lang, t("Ik", "Me"), "me", `
<div class="intro"><h1>${t("Hoi Daan", "Hi Daan")}</h1><p class="lead">${t("Sanne belt je vandaag. Je hoeft nu niets te beslissen.", "Sanne calls you today. You don't have to decide anything now.")}</p></div>
<div class="card now"><h2>${t("Wil je een gesprek?", "Would you like a talk?")}</h2><p>${t("Een collega die dit kent, luistert. Nee is ook goed; je kunt altijd later nog.", "A colleague who knows this listens. No is fine too; you can always come back.")}</p>
<form method="post" action="/elsewhere" class="actions"><button class="primary" name="answer" value="yes">${t("Ja, graag", "Yes, please")}</button><button name="answer" value="later">${t("Later", "Later")}</button><button name="answer" value="no">${t("Nu niet", "Not now")}</button></form>
<p class="who-sees">${t("Alleen jij en Sanne.", "Only you and Sanne.")}</p></div>
<div class="actions"><a class="button" href="/help">${t("Ik wil nu iemand spreken", "I want to talk now")}</a><a class="button quiet" href="/me">${t("Liever iemand anders", "Someone else, please")}</a></div>
<section class="section"><h2 class="eyebrow">${t("Wat staat er over mij?", "What is recorded about me?")}</h2>
<div class="card"><dl class="pairs"><dt>${t("Gebeurtenis", "Event")}</dt><dd>${t("Ongeval met kind, dinsdag 03:12", "Accident with a child, Tuesday 03:12")}</dd><dt>${t("Opvanger", "Supporter")}</dt><dd>Sanne B.</dd><dt>${t("Inzetbaar", "Fit for duty")}</dt><dd><span class="light go">${t("Groen", "Green")}</span></dd><dt>${t("Blijft bewaard tot", "Kept until")}</dt><dd>18 november 2027</dd></dl></div></section>
<section class="section"><h2 class="eyebrow">${t("Wie heeft gekeken?", "Who has looked?")}</h2>
<div class="table"><table class="fold"><caption class="unseen">${t("Ingezien", "Seen by")}</caption><thead><tr><th scope="col">${t("Wie", "Who")}</th><th scope="col">${t("Wanneer", "When")}</th><th scope="col" class="number">${t("Keer", "Times")}</th></tr></thead><tbody><tr><th scope="row">Sanne B.</th><td><time data-relative datetime="2026-08-19T18:52:00Z">${t("12 minuten geleden", "12 minutes ago")}</time></td><td class="number" data-label="${t("Keer", "Times")}">3</td></tr><tr><th scope="row">${t("Coördinator", "Coordinator")}</th><td>${t("gisteren", "yesterday")}</td><td class="number" data-label="${t("Keer", "Times")}">1</td></tr></tbody></table></div>
<nav class="pages" aria-label="${t("Bladeren", "Pages")}"><span>1–2</span><a class="button quiet" href="/me" rel="next">${t("Ouder", "Older")}</a></nav></section>
<section class="section"><h2 class="eyebrow">${t("Deze maand", "This month")}</h2><dl class="figure-row"><div><dt>${t("signalen", "signals")}</dt><dd>14</dd></div><div><dt>${t("binnen 24 uur gebeld", "called within 24 hours")}</dt><dd>12</dd></div></dl></section>
<p class="note">${t("Je telefoonnummer is alleen zichtbaar voor Sanne, zolang zij je opvangt.", "Only Sanne sees your telephone number, as long as she supports you.")}</p>
<p class="note care">${t("Wat je hier wist, is voor iedereen weg. Sanne krijgt daar bericht van.", "What you erase here is gone for everyone. Sanne is told.")}</p>
<div class="field"><label for="link">${t("Jouw link", "Your link")}</label><input id="link" class="code" readonly value="veer-7Q4M-2K9D"></div>
<div class="actions"><button type="button" class="js-only" data-copy="#link" data-done="${t("Gekopieerd", "Copied")}">${t("Kopieer", "Copy")}</button><button type="button" class="js-only" data-print>${t("Druk af", "Print")}</button><button type="button" class="danger">${t("Wis mijn gegevens", "Erase my data")}</button></div>`);
  },

  help({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    return shell(lang, t("Hulp", "Help"), "help", crisis(lang, "h1"), { rooms: false });
  },

  refused({ lang }) {
    const t = (nl, en) => (lang === "nl" ? nl : en);
    return shell(lang, t("Niet gevonden", "Not found"), "", `<div class="intro"><h1>${t("Dit is er niet (meer)", "This is not here (any more)")}</h1><p>${t("Misschien is het verplaatst of is je sessie voorbij.", "It may have moved, or your session has ended.")}</p></div><div class="actions"><a class="button primary" href="/support">${t("Naar het begin", "To the start")}</a></div>`);
  },

  foul({ lang }) {
    return shell(lang, "x", "", `<h1>x</h1><section id="tries"><img src="/x.png" alt="" onerror="window.evil = 4"><script>window.evil = 5</script></section>`);
  },
};
