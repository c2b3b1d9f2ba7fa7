//! `veer backtest`: an incident list over years of events, beside another (R044).

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail};
use care::{
    exposure::Crews,
    incident::{CompiledList, IncidentList},
};
use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;

use super::events::{self, Format};
use crate::{
    clock::Clock,
    feed::{
        history::{self, Outcome, Signals, Source, Trial},
        pack,
    },
    web::{text::Language, trial},
};

/// How often the progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(500);

/// Options of `veer backtest`.
#[derive(Args)]
pub(super) struct Options {
    /// Folder of the pack whose list is tried.
    #[arg(long)]
    pack: PathBuf,
    /// Folder of the pack whose list stands beside it, such as the one in force.
    #[arg(long)]
    against: Option<PathBuf>,
    /// How many threads read; one for each core otherwise. The result is the same.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// File for both lists as a page that stands alone, to look at in any browser.
    #[arg(long, requires = "against")]
    page: Option<PathBuf>,
    /// The language of that page.
    #[arg(long, value_enum, default_value_t)]
    language: PageLanguage,
    /// How the files are written; their names tell otherwise.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Mapping profile of registers; the pack's own otherwise.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Zone in which weeks and hours are told; that of the profile, or UTC, otherwise.
    #[arg(long)]
    time_zone: Option<String>,
    /// Roster file: with it, how often events came to people.
    #[arg(long)]
    roster: Option<PathBuf>,
    /// File for a line for everybody who was part of an event on the list: number, person,
    /// milliseconds since 1970, events within 30 and within 90 days.
    #[arg(long, requires = "roster")]
    ledger: Option<PathBuf>,
    /// A file of events; the same as one without a name before it.
    #[arg(long = "events")]
    events: Vec<PathBuf>,
    /// Files of events, in order of time.
    files: Vec<PathBuf>,
}

/// Reads the files and prints what each list would signal and which events change.
pub(super) fn run(options: &Options, out: &mut impl Write) -> anyhow::Result<()> {
    let tried_list = pack::load_list(&options.pack)?;
    let beside_list = options
        .against
        .as_deref()
        .map(pack::load_list)
        .transpose()?;
    let tried = tried_list.compile();
    let beside = beside_list.as_ref().map(IncidentList::compile);
    let lists: Vec<&CompiledList> = std::iter::once(&tried).chain(&beside).collect();
    let (sources, zone) = sources(options)?;
    let crew = options.roster.as_deref();
    let crew = crew.map(|path| events::crew(path, &zone)).transpose()?;
    let crews = crew.map(|(shifts, people)| Crews::new(&shifts, &people));
    let trial = Trial {
        lists,
        zone,
        crews: crews.as_ref(),
        threads: options.threads,
    };
    let mut ledger = match &options.ledger {
        None => None,
        Some(path) => {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            Some(BufWriter::new(file))
        }
    };
    let mut progress = Progress::new(&sources);
    let ledger = ledger.as_mut().map(|it| it as &mut (dyn Write + Send));
    let outcome = history::run(&trial, &sources, ledger, |bytes| progress.tell(bytes))?;
    progress.end();
    if let Some(path) = &options.page {
        let beside = beside_list.as_ref().unwrap_or(&tried_list);
        write_page(
            options,
            path,
            [&tried_list, beside],
            (&outcome, &trial.zone),
        )?;
    }
    match print(&outcome, options.json, out) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}

/// A language that a page can be written in.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum PageLanguage {
    /// Dutch.
    Nl,
    /// English.
    #[default]
    En,
}

fn write_page(
    options: &Options,
    path: &Path,
    lists: [&IncidentList; 2],
    (outcome, zone): (&Outcome, &TimeZone),
) -> anyhow::Result<()> {
    let language = match options.language {
        PageLanguage::Nl => Language::Nl,
        PageLanguage::En => Language::En,
    };
    let name = |folder: &Path| folder.display().to_string();
    let tried = name(&options.pack);
    let beside = options
        .against
        .as_deref()
        .map_or_else(|| tried.clone(), name);
    let [tried_list, beside_list] = lists;
    let named = [(&*tried, tried_list), (&*beside, beside_list)];
    let page = trial::write(outcome, named, zone, language).context("the page cannot be made")?;
    std::fs::write(path, page).with_context(|| path.display().to_string())
}

fn sources(options: &Options) -> anyhow::Result<(Vec<Source>, TimeZone)> {
    let files: Vec<&PathBuf> = options.events.iter().chain(&options.files).collect();
    if files.is_empty() {
        bail!("name at least one file of events");
    }
    let profile = events::profile(options.profile.as_deref(), &options.pack)?;
    let zone = match &options.time_zone {
        Some(name) => TimeZone::get(name).with_context(|| format!("no time zone {name}"))?,
        None => profile
            .as_ref()
            .map_or(TimeZone::UTC, |it| it.time_zone().clone()),
    };
    let source = |path: &PathBuf| {
        Ok(match Format::of(options.format, path) {
            Format::Ndjson => Source::Lines(path.clone()),
            Format::Eido => Source::Documents(path.clone(), profile.clone().map(Box::new)),
            Format::Csv => {
                let profile = profile.clone().context("a register needs --profile")?;
                Source::Register(path.clone(), Box::new(profile))
            }
        })
    };
    let sources: anyhow::Result<Vec<Source>> = files.into_iter().map(source).collect();
    Ok((sources?, zone))
}

/// How far it is, on standard error, where somebody looks on.
struct Progress {
    whole: u64,
    clock: Clock,
    told: care::time::Instant,
    on: bool,
}

impl Progress {
    fn new(sources: &[Source]) -> Self {
        let size = |source: &Source| std::fs::metadata(source.path()).map_or(0, |it| it.len());
        let clock = Clock::system();
        Self {
            whole: sources.iter().map(size).sum(),
            told: clock.now(),
            clock,
            on: io::stderr().is_terminal(),
        }
    }

    fn tell(&mut self, bytes: u64) {
        let now = self.clock.now();
        if self.on && now.since(self.told).unsigned_abs() >= TOLD_EVERY {
            self.told = now;
            let percent = bytes.saturating_mul(100) / self.whole.max(1);
            _ = write!(io::stderr(), "\r{percent:>3} %");
        }
    }

    fn end(&self) {
        if self.on {
            _ = write!(io::stderr(), "\r     \r");
        }
    }
}

fn print(outcome: &Outcome, json: bool, out: &mut impl Write) -> io::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, outcome)?;
        return writeln!(out);
    }
    let bad: u64 = outcome.rejected.values().sum();
    writeln!(
        out,
        "{} read, {} events, {bad} not read",
        outcome.read, outcome.events
    )?;
    for (line, reason) in &outcome.bad_lines {
        writeln!(out, "  line {line}: {reason}")?;
    }
    for (name, signals) in ["tried", "beside"].into_iter().zip(&outcome.lists) {
        tell(name, signals, out)?;
    }
    if outcome.lists.len() == 2 {
        let changed: u64 = outcome.changed.values().sum();
        writeln!(out, "changed: {changed} events")?;
        for (shift, count) in &outcome.changed {
            writeln!(out, "  {shift}: {count}")?;
        }
    }
    if let Some(people) = outcome.people {
        writeln!(
            out,
            "people: {} times part of an event, at most {} in 30 and {} in 90 days; {} events without anybody",
            people.exposures, people.most_30, people.most_90, people.without_people
        )?;
    }
    Ok(())
}

fn tell(name: &str, signals: &Signals, out: &mut impl Write) -> io::Result<()> {
    let (all, weeks) = (signals.all, signals.weeks.len().max(1) as u64);
    let (sure, confirm) = (all.sure, all.confirm);
    writeln!(
        out,
        "{name}: {sure} sure, {confirm} to confirm, {} a week",
        all.all() / weeks
    )?;
    for (entry, said) in &signals.entries {
        writeln!(
            out,
            "  {entry}: {} sure, {} to confirm",
            said.sure, said.confirm
        )?;
    }
    Ok(())
}
