use crate::codes::codes;

codes! {
    /// What somebody may want to see or do.
    pub enum Action {
        // For everyone
        /// Read the incident list: what counts, and how to alert the team (R047).
        ViewIncidentList = "view-incident-list",
        /// Read what is recorded about oneself, and who looked at it.
        ViewOwn = "view-own",
        /// Say "I want to talk" (R042).
        AskForSupport = "ask-for-support",
        /// Accept, decline or postpone the offer made to oneself.
        AnswerOffer = "answer-offer",
        /// Say who should not be one's supporter, or who should, without a reason.
        SayNotWith = "say-not-with",
        /// Declare a private tie, seen by nobody else (R165).
        DeclareTie = "declare-tie",
        /// Say what goes on weighing on oneself, and whether one wants to hear that it adds up (R050,
        /// R152); seen by nobody else.
        KeepOwnLedger = "keep-own-ledger",
        /// Set one's own deployability light (R066).
        SetOwnLight = "set-own-light",
        /// Say that an account at another organisation is one's own too, and go there.
        LinkAccounts = "link-accounts",
        /// Say "I am concerned about a colleague" (R047).
        ReportConcern = "report-concern",

        // From outside the team
        /// Refer a member of one's staff, without looking back (R042).
        ManagerReferral = "manager-referral",
        /// Report an event from the dispatch room (R045).
        DispatchReport = "dispatch-report",
        /// The manager's room: guidance, and what one was told oneself (R102, R105).
        ViewManaging = "view-managing",
        /// Say which conditions for peer support are there (R106).
        KeepConditions = "keep-conditions",
        /// See who needs an appointment, and mark it as arranged; nothing else (R085, R108).
        ArrangeAppointments = "arrange-appointments",

        // The peer-support team, on the event
        /// See a signal: kind of event, when, and who was exposed.
        ViewSignal = "view-signal",
        /// Say whether an uncertain signal counts (R046).
        ConfirmSignal = "confirm-signal",
        /// Say that an event that counted does not count after all, and undo that (R046).
        DismissEvent = "dismiss-event",
        /// Become the supporter of a case that has none.
        TakeSignal = "take-signal",
        /// Record the picture of the situation, or skip it (R063).
        FormPicture = "form-picture",
        /// Add a person who was there too (R004, R152).
        AddParticipant = "add-participant",
        /// Declare that one was involved oneself (R004).
        DeclareInvolvement = "declare-involvement",
        /// Record attendance of an operational debriefing (R061, R068).
        RegisterDebriefing = "register-debriefing",
        /// Set a colleague's deployability light at the scene or later (C05, R066).
        SetLight = "set-light",
        /// See how events added up for a person (R050).
        ViewLedger = "view-ledger",

        // The supporter, on the case
        /// Open a case: its path, answers and sealed notes.
        ViewCase = "view-case",
        /// Contact, offer, plan, hold, refer, close.
        WorkCase = "work-case",
        /// See the telephone number of the colleague.
        ViewTelephone = "view-telephone",
        /// Give the case to another supporter.
        HandOver = "hand-over",

        // What is sealed
        /// Make and open one's own vault, keep its locks (R003).
        KeepVault = "keep-vault",
        /// Fetch the sealed notes of a case that one supports (R003, R093).
        ReadSealed = "read-sealed",
        /// Write a sealed note.
        WriteSealed = "write-sealed",
        /// Give a key that one holds to who may read now.
        GiveKey = "give-key",
        /// Read along with the sealed notes of one's own case, by one's own choice.
        ReadAlong = "read-along",
        /// Agree that the team may recover the notes of one's own case.
        ConsentRecovery = "consent-recovery",
        /// Ask that the notes of a case one supports are recovered.
        AskRecovery = "ask-recovery",
        /// Hold a share of the team's key and give it for a recovery.
        HoldShare = "hold-share",
        /// Turn recovery by the team on or off and appoint the holders.
        ManageRecovery = "manage-recovery",
        /// Record what exactly is told to whom, with consent (R102).
        Disclose = "disclose",
        /// Plan and hold the yearly talk with a supporter (R126).
        HoldAnnualTalk = "hold-annual-talk",
        /// See and set how long each kind of data is kept (R095).
        ManageRetention = "manage-retention",

        // The coordinator
        /// See that a case is open: name, event and state, nothing else.
        ViewOpenItems = "view-open-items",
        /// Choose the supporter of a case.
        AssignSupporter = "assign-supporter",
        /// Keep duties, pauses, training and the practical-help list (R103, C27).
        ManageTeam = "manage-team",
        /// Give tasks to supporters and take them back (R104).
        DelegateTasks = "delegate-tasks",
        /// Do a task that was given to oneself, or give it back (R104).
        DoTask = "do-task",
        /// Adopt a version of the protocol, the incident list, the referral protocol.
        ManageProtocol = "manage-protocol",

        // A supporter, on oneself
        /// See one's own duties and cases.
        ViewDuty = "view-duty",
        /// Step out of the pool, without a reason (C11).
        PauseSelf = "pause-self",
        /// Be found by name on the public page while on duty, and have a profile that colleagues can
        /// choose from, by one's own choice (R048).
        BeFound = "be-found",
        /// Say how oneself is reached when somebody is needed (R013, R060).
        KeepChannels = "keep-channels",
        /// Say to a question of the team that one comes, or cannot (R013).
        AnswerAlert = "answer-alert",
        /// See who is on duty and which coordinators there are, with their numbers, for when all
        /// messages fail (R060).
        ViewCallList = "view-call-list",

        // Around the work
        /// Keep the register of people: names, groups, managers, in and out of service.
        ManagePeople = "manage-people",
        /// Send a sign-in invitation and set roles.
        InvitePeople = "invite-people",
        /// Keep the training register (R008, R108).
        ManageTraining = "manage-training",
        /// Put shifts and duties on the roster by hand, and take them off (R103).
        KeepRoster = "keep-roster",
        /// Import dispatch and roster files, give and revoke feed tokens.
        ManageImports = "manage-imports",
        /// Set the organisation's name, time zone, language, numbers to call, smallest count.
        ManageOrganisation = "manage-organisation",
        /// Look at rows that were set aside because they could not be read.
        ViewQuarantine = "view-quarantine",
        /// Read such a row anew, or say that it is not needed.
        SettleQuarantine = "settle-quarantine",
        /// Say which unit a source means by a name, and whether another crew was there too (R046).
        SettleUnits = "settle-units",
        /// Read the access log under its pseudonyms.
        ViewAccessLog = "view-access-log",
        /// Answer what people asked about their own data, by reference and without a name (R095).
        HandleRequests = "handle-requests",
    }
}
