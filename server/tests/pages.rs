//! The pages over HTTP, in process, each test on both engines.

#[cfg(test)]
mod support;

#[cfg(test)]
#[path = "pages/addresses.rs"]
mod addresses;
#[cfg(test)]
#[path = "pages/adopted_later.rs"]
mod adopted_later;
#[cfg(test)]
#[path = "pages/alerting.rs"]
mod alerting;
#[cfg(test)]
#[path = "pages/answer.rs"]
mod answer;
#[cfg(test)]
#[path = "pages/appointments.rs"]
mod appointments;
#[cfg(test)]
#[path = "pages/audit.rs"]
mod audit;
#[cfg(test)]
#[path = "pages/board.rs"]
mod board;
#[cfg(test)]
#[path = "pages/channels.rs"]
mod channels;
#[cfg(test)]
#[path = "pages/choose.rs"]
mod choose;
#[cfg(test)]
#[path = "pages/confirm.rs"]
mod confirm;
#[cfg(test)]
#[path = "pages/coordinate.rs"]
mod coordinate;
#[cfg(test)]
#[path = "pages/corrected.rs"]
mod corrected;
#[cfg(test)]
#[path = "pages/desk.rs"]
mod desk;
#[cfg(test)]
#[path = "pages/desk_import.rs"]
mod desk_import;
#[cfg(test)]
#[path = "pages/desk_join.rs"]
mod desk_join;
#[cfg(test)]
#[path = "pages/desk_layout.rs"]
mod desk_layout;
#[cfg(test)]
#[path = "pages/desk_links.rs"]
mod desk_links;
#[cfg(test)]
#[path = "pages/desk_people.rs"]
mod desk_people;
#[cfg(test)]
#[path = "pages/desk_roles.rs"]
mod desk_roles;
#[cfg(test)]
#[path = "pages/desk_settings.rs"]
mod desk_settings;
#[cfg(test)]
#[path = "pages/desk_shifts.rs"]
mod desk_shifts;
#[cfg(test)]
#[path = "pages/desk_words.rs"]
mod desk_words;
#[cfg(test)]
#[path = "pages/disclosure.rs"]
mod disclosure;
#[cfg(test)]
#[path = "pages/dismissal.rs"]
mod dismissal;
#[cfg(test)]
#[path = "pages/dispatch.rs"]
mod dispatch;
#[cfg(test)]
#[path = "pages/documents.rs"]
mod documents;
#[cfg(test)]
#[path = "pages/doors.rs"]
mod doors;
#[cfg(test)]
#[path = "pages/equality.rs"]
mod equality;
#[cfg(test)]
#[path = "pages/follow.rs"]
mod follow;
#[cfg(test)]
#[path = "pages/former.rs"]
mod former;
#[cfg(test)]
#[path = "pages/frame.rs"]
mod frame;
#[cfg(test)]
#[path = "pages/hooks.rs"]
mod hooks;
#[cfg(test)]
#[path = "pages/inbox.rs"]
mod inbox;
#[cfg(test)]
#[path = "pages/incident.rs"]
mod incident;
#[cfg(test)]
#[path = "pages/info.rs"]
mod info;
#[cfg(test)]
#[path = "pages/judged_again.rs"]
mod judged_again;
#[cfg(test)]
#[path = "pages/ladder.rs"]
mod ladder;
#[cfg(test)]
#[path = "pages/late.rs"]
mod late;
#[cfg(test)]
#[path = "pages/live.rs"]
mod live;
#[cfg(test)]
#[path = "pages/load.rs"]
mod load;
#[cfg(test)]
#[path = "pages/mailed.rs"]
mod mailed;
#[cfg(test)]
#[path = "pages/major.rs"]
mod major;
#[cfg(test)]
#[path = "pages/manage.rs"]
mod manage;
#[cfg(test)]
#[path = "pages/matching.rs"]
mod matching;
#[cfg(test)]
#[path = "pages/me.rs"]
mod me;
#[cfg(test)]
#[path = "pages/organisations.rs"]
mod organisations;
#[cfg(test)]
#[path = "pages/outreach.rs"]
mod outreach;
#[cfg(test)]
#[path = "pages/piling.rs"]
mod piling;
#[cfg(test)]
#[path = "pages/planted.rs"]
mod planted;
#[cfg(test)]
#[path = "pages/recovery.rs"]
mod recovery;
#[cfg(test)]
#[path = "pages/retention.rs"]
mod retention;
#[cfg(test)]
#[path = "pages/sealed.rs"]
mod sealed;
#[cfg(test)]
#[path = "pages/secrets.rs"]
mod secrets;
#[cfg(test)]
#[path = "pages/set_aside.rs"]
mod set_aside;
#[cfg(test)]
#[path = "pages/signal.rs"]
mod signal;
#[cfg(test)]
#[path = "pages/singled_out.rs"]
mod singled_out;
#[cfg(test)]
#[path = "pages/spread.rs"]
mod spread;
#[cfg(test)]
#[path = "pages/taken_back.rs"]
mod taken_back;
#[cfg(test)]
#[path = "pages/team.rs"]
mod team;
#[cfg(test)]
#[path = "pages/texts.rs"]
mod texts;
#[cfg(test)]
#[path = "pages/tried.rs"]
mod tried;
#[cfg(test)]
#[path = "pages/two_at_once.rs"]
mod two_at_once;
#[cfg(test)]
#[path = "pages/units.rs"]
mod units;
#[cfg(test)]
#[path = "pages/unnamed.rs"]
mod unnamed;
#[cfg(test)]
#[path = "pages/vault.rs"]
mod vault;
#[cfg(test)]
#[path = "pages/walk.rs"]
mod walk;
#[cfg(test)]
#[path = "pages/watch.rs"]
mod watch;
#[cfg(test)]
#[path = "pages/ways_in.rs"]
mod ways_in;
#[cfg(test)]
#[path = "pages/wording.rs"]
mod wording;
