//! The table itself. A line grants; what no line grants is denied.

use super::Action::{
    AddParticipant, AnswerAlert, AnswerOffer, ArrangeAppointments, AskForSupport, AskRecovery,
    AssignSupporter, BeFound, ConfirmSignal, ConsentRecovery, DeclareInvolvement, DeclareTie,
    DelegateTasks, Disclose, DismissEvent, DispatchReport, DoTask, FormPicture, GiveKey, HandOver,
    HandleRequests, HoldAnnualTalk, HoldShare, InvitePeople, KeepChannels, KeepConditions,
    KeepOwnDuties, KeepOwnLedger, KeepRoster, KeepVault, LinkAccounts, ManageImports,
    ManageOrganisation, ManagePeople, ManageProtocol, ManageRecovery, ManageRetention, ManageTeam,
    ManageTraining, ManagerReferral, PauseSelf, ReadAlong, ReadSealed, RegisterDebriefing,
    ReportConcern, SayNotWith, SetLight, SetOwnLight, SettleQuarantine, SettleUnits, TakeSignal,
    ViewAccessLog, ViewCallList, ViewCase, ViewDuty, ViewIncidentList, ViewLedger, ViewManaging,
    ViewOpenItems, ViewOwn, ViewQuarantine, ViewSignal, ViewTelephone, WorkCase, WriteSealed,
};
use super::Role::{
    Administrator, Colleague, Coordinator, Dispatcher, Holder, Hr, Manager, PrivacyOfficer,
    Supporter,
};
use super::Standing::{Assigned, Involved, Leaving, Nobody, Subject, Team};
use super::{Action, Role, Standing};

/// This role may do this from these standings.
pub(super) struct Grant {
    pub(super) role: Role,
    pub(super) action: Action,
    pub(super) from: &'static [Standing],
}

const fn may(role: Role, action: Action, from: &'static [Standing]) -> Grant {
    Grant { role, action, from }
}

const ANYWHERE: &[Standing] = &[Nobody, Subject, Assigned, Team, Involved, Leaving];
/// Everyone but the person whom it is about.
const OTHERS: &[Standing] = &[Nobody, Assigned, Team, Involved, Leaving];
/// No case in particular.
const AT_LARGE: &[Standing] = &[Nobody];
/// The free members of the team and the supporter of the case.
const TEAM: &[Standing] = &[Team, Assigned];

pub(super) const GRANTS: &[Grant] = &[
    // The list hangs on the wall: everyone may read it (R047).
    may(Colleague, ViewIncidentList, ANYWHERE),
    may(Supporter, ViewIncidentList, ANYWHERE),
    may(Coordinator, ViewIncidentList, ANYWHERE),
    may(Manager, ViewIncidentList, ANYWHERE),
    may(Dispatcher, ViewIncidentList, ANYWHERE),
    may(Hr, ViewIncidentList, ANYWHERE),
    may(PrivacyOfficer, ViewIncidentList, ANYWHERE),
    may(Administrator, ViewIncidentList, ANYWHERE),
    // What is one's own. Asking is always possible, also with a case open (R042, R051).
    may(Colleague, ViewOwn, &[Nobody, Subject]),
    may(Colleague, AskForSupport, &[Nobody, Subject]),
    may(Colleague, AnswerOffer, &[Subject]),
    may(Colleague, SayNotWith, &[Nobody, Subject]),
    may(Colleague, DeclareTie, &[Nobody, Subject]),
    may(Colleague, KeepOwnLedger, AT_LARGE),
    may(Colleague, SetOwnLight, &[Nobody, Subject]),
    may(Colleague, ViewLedger, &[Subject]),
    may(Colleague, ReportConcern, OTHERS),
    may(Colleague, LinkAccounts, AT_LARGE),
    // Signals from outside the team: they go in, nothing comes back (R042, R045, R105, R107).
    may(Manager, ManagerReferral, OTHERS),
    may(Dispatcher, DispatchReport, ANYWHERE),
    may(Manager, ViewManaging, AT_LARGE),
    may(Manager, KeepConditions, AT_LARGE),
    may(Hr, ArrangeAppointments, AT_LARGE),
    // A supporter on the team's work. Being involved leaves only what serves the
    // event: saying so, and the light set at the scene (C05).
    may(Supporter, ViewDuty, AT_LARGE),
    may(Supporter, PauseSelf, AT_LARGE),
    may(Supporter, BeFound, AT_LARGE),
    // Whoever can be asked says how, and answers; and can pick up a telephone when all else fails.
    may(Supporter, KeepChannels, AT_LARGE),
    may(Supporter, AnswerAlert, AT_LARGE),
    may(Supporter, ViewCallList, AT_LARGE),
    may(Coordinator, KeepChannels, AT_LARGE),
    may(Coordinator, AnswerAlert, AT_LARGE),
    may(Coordinator, ViewCallList, AT_LARGE),
    may(Administrator, ViewCallList, AT_LARGE),
    may(Supporter, KeepOwnDuties, AT_LARGE),
    may(Supporter, ViewSignal, &[Nobody, Team, Assigned]),
    may(Supporter, ConfirmSignal, TEAM),
    may(Supporter, TakeSignal, &[Team]),
    may(Supporter, FormPicture, TEAM),
    may(Supporter, AddParticipant, &[Team, Assigned, Leaving]),
    may(Supporter, DeclareInvolvement, TEAM),
    may(Supporter, RegisterDebriefing, &[Nobody, Team, Assigned]),
    may(Supporter, SetLight, &[Team, Assigned, Involved]),
    may(Supporter, ViewLedger, TEAM),
    // A supporter on the case. The one who has to hand over still sees what to
    // hand over, and does no more (R004).
    may(Supporter, ViewCase, &[Assigned, Leaving]),
    may(Supporter, WorkCase, &[Assigned]),
    may(Supporter, ViewTelephone, &[Assigned]),
    may(Supporter, HandOver, &[Assigned, Leaving]),
    // What is sealed. Who leaves a case reads no more: they hand over its key.
    may(Colleague, KeepVault, AT_LARGE),
    may(Supporter, KeepVault, AT_LARGE),
    may(Coordinator, KeepVault, AT_LARGE),
    may(Holder, KeepVault, AT_LARGE),
    may(Supporter, ReadSealed, &[Assigned]),
    may(Supporter, WriteSealed, &[Assigned]),
    may(
        Supporter,
        GiveKey,
        &[Nobody, Assigned, Team, Involved, Leaving],
    ),
    may(Colleague, GiveKey, &[Subject]),
    may(Colleague, ReadAlong, &[Subject]),
    may(Colleague, ConsentRecovery, &[Subject]),
    may(Supporter, AskRecovery, &[Assigned]),
    may(Holder, HoldShare, AT_LARGE),
    may(PrivacyOfficer, ManageRecovery, AT_LARGE),
    may(Supporter, Disclose, &[Assigned]),
    may(Coordinator, HoldAnnualTalk, AT_LARGE),
    may(PrivacyOfficer, ManageRetention, AT_LARGE),
    // The coordinator: that a case is there and who carries it, never what is in it.
    // Who was involved may still give it to another; matching keeps it from oneself.
    may(
        Coordinator,
        ViewOpenItems,
        &[Nobody, Team, Assigned, Involved, Leaving],
    ),
    may(
        Coordinator,
        AssignSupporter,
        &[Team, Assigned, Involved, Leaving],
    ),
    may(Coordinator, ViewSignal, &[Nobody, Team, Assigned]),
    may(Coordinator, ConfirmSignal, TEAM),
    may(Coordinator, DismissEvent, &[Nobody, Team, Assigned]),
    may(Coordinator, AddParticipant, &[Team, Assigned, Leaving]),
    may(Coordinator, RegisterDebriefing, &[Nobody, Team, Assigned]),
    may(Coordinator, ViewLedger, TEAM),
    may(Coordinator, KeepRoster, AT_LARGE),
    may(Coordinator, ManageTeam, AT_LARGE),
    may(Coordinator, ManageTraining, AT_LARGE),
    may(Coordinator, ManageProtocol, AT_LARGE),
    // A row that cannot be read may be an event that nobody hears of.
    may(Coordinator, ViewQuarantine, AT_LARGE),
    may(Coordinator, SettleQuarantine, AT_LARGE),
    // A name that nobody knows is a crew that nobody calls.
    may(Coordinator, SettleUnits, AT_LARGE),
    may(Administrator, ViewQuarantine, AT_LARGE),
    may(Administrator, SettleQuarantine, AT_LARGE),
    // A supporter does what was given to them, as long as they have it (R104).
    may(Coordinator, DelegateTasks, AT_LARGE),
    may(Supporter, DoTask, &[Assigned]),
    may(Supporter, ViewQuarantine, &[Assigned]),
    may(Supporter, SettleQuarantine, &[Assigned]),
    may(Supporter, SettleUnits, &[Assigned]),
    // Around the work: people, files and the log. No line here names a case.
    may(Hr, ManagePeople, AT_LARGE),
    may(Hr, ManageTraining, AT_LARGE),
    may(PrivacyOfficer, ViewAccessLog, AT_LARGE),
    may(PrivacyOfficer, HandleRequests, AT_LARGE),
    may(Administrator, ManagePeople, AT_LARGE),
    may(Administrator, InvitePeople, AT_LARGE),
    may(Administrator, ManageImports, AT_LARGE),
    may(Administrator, KeepRoster, AT_LARGE),
    may(Administrator, ManageOrganisation, AT_LARGE),
];
