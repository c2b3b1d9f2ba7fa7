//! The order in which the library is asked: first for the ideal, then for the best there is.

use std::collections::BTreeSet;

use super::{
    board::Board,
    bounds, cores,
    count::{at, at_most, counted},
    formula::{Answer, Bit, Deadline, Formula},
    greedy::greedy,
    law,
    model::{Cover, Forbidden, Model},
    score::{self, Assigned, Score},
    share::{self, Shares, real, shares},
    wishes::{Demand, demands},
};

/// How far from their share people may be on the way, in duties, and for how many hundredths of the
/// time that is tried. Narrow is fair all through the period and quick to search.
const ROOMS: [(f64, i32); 3] = [(2.0, 25), (4.0, 30), (f64::INFINITY, 40)];

/// Where the share itself cannot be had: how far from it people may end, and be on the way.
const SLACKS: [(u32, f64); 6] = [
    (0, 3.0),
    (1, 4.0),
    (2, 6.0),
    (4, 10.0),
    (8, 20.0),
    (16, f64::INFINITY),
];

/// A search with what it found so far.
pub(super) struct Search<'a, 'b> {
    board: &'b Board<'a>,
    pub(super) shares: Vec<Shares>,
    demands: Vec<Demand>,
    before: BTreeSet<(usize, usize)>,
    forbidden: Vec<Forbidden>,
    best: Option<(Score, Assigned)>,
    deadline: Deadline,
}

/// What came of it.
pub(super) struct Found {
    pub(super) assigned: Assigned,
    pub(super) score: Score,
    pub(super) proven: bool,
}

impl<'a, 'b> Search<'a, 'b> {
    pub(super) fn new(board: &'b Board<'a>, deadline: Deadline) -> Self {
        Self {
            board,
            shares: shares(board),
            demands: demands(board),
            before: score::before(board),
            forbidden: Vec::new(),
            best: None,
            deadline,
        }
    }

    /// Searches until nothing is better, or the time is up.
    pub(super) fn run(mut self) -> Found {
        let ideal = if self.before.is_empty() {
            self.ideal()
        } else {
            None
        };
        let proven = ideal.unwrap_or_else(|| {
            self.offer(greedy(self.board, &self.shares));
            self.best_there_is()
        });
        let (score, assigned) = self.best.unwrap_or_else(|| {
            let nobody = vec![Vec::new(); self.board.posts.len()];
            let all = (&*self.shares, &*self.demands);
            let score = score::score(&nobody, self.board, all, &self.before);
            (score, nobody)
        });
        Found {
            assigned,
            score,
            proven,
        }
    }

    pub(super) fn score(&self, assigned: &Assigned) -> Score {
        let all = (&*self.shares, &*self.demands);
        score::score(assigned, self.board, all, &self.before)
    }

    fn current(&self) -> Option<Score> {
        self.best.as_ref().map(|it| it.0)
    }

    /// Keeps a rota if it is lawful and better.
    fn offer(&mut self, assigned: Assigned) {
        let score = self.score(&assigned);
        if self.current().is_none_or(|best| score < best)
            && law::broken(self.board, &assigned).is_empty()
        {
            self.best = Some((score, assigned));
        }
    }

    /// Takes the model's solution; one that breaks the law is forbidden, and tells `false`.
    fn take(&mut self, model: &mut Model<'_, '_>) -> bool {
        let assigned = model.assigned();
        let broken = law::broken(self.board, &assigned);
        if broken.is_empty() {
            let score = self.score(&assigned);
            if self.current().is_none_or(|best| score < best) {
                self.best = Some((score, assigned));
            }
            return true;
        }
        for forbidden in broken {
            model.forbid(&forbidden);
            self.forbidden.push(forbidden);
        }
        false
    }

    fn find(&mut self, model: &mut Model<'_, '_>, assumed: &[Bit], deadline: &Deadline) -> Answer {
        loop {
            let answer = model.formula.solve(assumed, deadline);
            if answer != Answer::Found || self.take(model) {
                return answer;
            }
        }
    }

    fn model(&self, cover: Cover) -> Model<'a, 'b> {
        Model::new(self.board, cover, &self.forbidden, &self.deadline)
    }

    /// Everything served and everybody at their share: whether no wish can be met better with it;
    /// `None` when it was not found.
    fn ideal(&mut self) -> Option<bool> {
        if bounds::least_unmet(self.board) > bounds::hopeless(self.board) {
            return None;
        }
        for (n, (room, part)) in ROOMS.into_iter().enumerate() {
            let deadline = self.deadline.part(part);
            let mut model = self.model(Cover::Whole);
            model.share_out(&self.shares, (room, 0));
            match self.find(&mut model, &[], &deadline) {
                Answer::Found => return Some(self.wishes(&mut model, room)),
                Answer::None if room.is_infinite() => return None,
                Answer::None | Answer::TimeUp => {}
            }
            // Before more time goes into equal shares: can it be served at all?
            if n == 0 && !self.can_be_served() {
                return None;
            }
        }
        None
    }

    fn can_be_served(&mut self) -> bool {
        let deadline = self.deadline.part(20);
        let mut model = self.model(Cover::Whole);
        self.find(&mut model, &[], &deadline) != Answer::None
    }

    /// Meets wishes where everything is served and shared equally. `true` when none can be met
    /// better.
    fn wishes(&mut self, model: &mut Model<'a, 'b>, room: f64) -> bool {
        let cost = |it: &Self| it.current().map_or(0, |it| it.wishes);
        if cost(self) == 0 {
            return true;
        }
        let deadline = self.deadline.part(40);
        let met = self.meet_demands(model, &deadline);
        if cost(self) == 0 || met.proven && room.is_infinite() {
            return true;
        }
        // What wishes cost without any sharing is what they cost at least.
        let deadline = self.deadline.part(40);
        let mut free = self.model(Cover::Whole);
        let least = self.meet_demands(&mut free, &deadline).least;
        for (room, _) in ROOMS.into_iter().filter(|it| it.0 > room) {
            if cost(self) <= least {
                return true;
            }
            let deadline = self.deadline.part(60);
            let mut model = self.model(Cover::Whole);
            model.share_out(&self.shares, (room, 0));
            let met = self.meet_demands(&mut model, &deadline);
            if met.proven && room.is_infinite() {
                return true;
            }
        }
        cost(self) <= least
    }

    fn meet_demands(&mut self, model: &mut Model<'a, 'b>, deadline: &Deadline) -> cores::Met {
        let softs = model.demands(&self.demands);
        self.meet(model, &softs, deadline)
    }

    fn meet(
        &mut self,
        model: &mut Model<'a, 'b>,
        softs: &[cores::Soft],
        deadline: &Deadline,
    ) -> cores::Met {
        cores::meet(model, softs, deadline, |model| self.take(model))
    }

    /// Serves as much as can be, then changes as little, then shares out, then meets wishes.
    fn best_there_is(&mut self) -> bool {
        let mut proven = true;
        let mut light = self.model(Cover::Open);
        let places = light.places();
        proven &= self.most_served(&mut light, &places);
        let changes = self.changes(&light);
        if !changes.is_empty() {
            self.hold(&mut light, &places, |score| score.unmet);
            let deadline = self.deadline.part(40);
            proven &= self.meet(&mut light, &changes, &deadline).proven;
        }
        drop(light);
        self.nearly_equal();
        let least = self
            .current()
            .map(|it| (it, bounds::least_spread(self.board, &self.shares, it.unmet)));
        if proven && least.is_some_and(|(it, least)| it.spread <= least && it.wishes == 0) {
            return true;
        }
        let mut model = self.model(Cover::Open);
        let spreads = model.spreads(&self.shares);
        let places = model.places();
        let changes = self.changes(&model);
        self.hold(&mut model, &places, |score| score.unmet);
        self.hold(&mut model, &changes, |score| score.changed);
        proven &= self.most_equal(&mut model, &spreads);
        let softs = model.demands(&self.demands);
        let spreads: Vec<cores::Soft> = spreads
            .iter()
            .map(|it| cores::Soft { bit: !*it, cost: 1 })
            .collect();
        self.hold(&mut model, &spreads, |score| score.spread);
        let deadline = self.deadline.clone();
        proven & self.meet(&mut model, &softs, &deadline).proven
    }

    /// As few places empty as can be.
    fn most_served(&mut self, model: &mut Model<'a, 'b>, places: &[cores::Soft]) -> bool {
        let least = bounds::least_unmet(self.board);
        let unmet = |it: &Self| it.current().map_or(u32::MAX, |it| it.unmet);
        if unmet(self) <= least {
            return true;
        }
        let part = self.deadline.part(40);
        let met = self.meet(model, places, &part);
        if met.proven || unmet(self) <= met.least {
            return true;
        }
        let empty: Vec<Bit> = places.iter().map(|it| !it.bit).collect();
        let most = usize::try_from(unmet(self)).unwrap_or(usize::MAX);
        let counts = counted(&mut model.formula, &empty, |_| (0, most.min(empty.len())));
        let part = self.deadline.part(40);
        self.least(model, (&counts, least.max(met.least)), &part, unmet)
    }

    /// Searches the least of a count, between what it is at least and what is found already.
    fn least(
        &mut self,
        model: &mut Model<'a, 'b>,
        (counts, mut least): (&[Bit], u32),
        deadline: &Deadline,
        now: impl Fn(&Self) -> u32,
    ) -> bool {
        let mut proven = true;
        while least < now(self) {
            // The least first: it is often reached, and then nothing has to be ruled out.
            let wanted = if proven {
                least
            } else {
                least.midpoint(now(self) - 1).max(least)
            };
            let over = at(
                counts,
                usize::try_from(wanted)
                    .unwrap_or(usize::MAX)
                    .saturating_add(1),
            );
            match self.find(model, &[!over], &deadline.part(40)) {
                Answer::Found if now(self) <= wanted => {}
                Answer::None => least = wanted + 1,
                Answer::Found | Answer::TimeUp => {
                    if deadline.is_over() {
                        return false;
                    }
                    proven = false;
                    least = wanted + 1;
                }
            }
        }
        proven
    }

    fn changes(&self, model: &Model<'_, '_>) -> Vec<cores::Soft> {
        let takes = |it: &(usize, usize)| model.takes(it.0, it.1);
        let bits = self.before.iter().map(takes);
        bits.map(|bit| cores::Soft { bit, cost: 1 }).collect()
    }

    /// Never worse again than what was found.
    fn hold(&self, model: &mut Model<'_, '_>, softs: &[cores::Soft], of: impl Fn(&Score) -> u32) {
        let Some(score) = self.current() else { return };
        let unmet: Vec<Bit> = softs.iter().map(|it| !it.bit).collect();
        let most = usize::try_from(of(&score)).unwrap_or(usize::MAX);
        at_most(&mut model.formula, &unmet, most);
    }

    /// Near an equal share of what can be served, as near as is found quickly.
    fn nearly_equal(&mut self) {
        let Some(score) = self.current() else { return };
        let least = bounds::least_spread(self.board, &self.shares, score.unmet);
        let places: usize = (0..self.board.posts.len())
            .map(|it| self.board.places(it))
            .sum();
        let served = places.saturating_sub(usize::try_from(score.unmet).unwrap_or(0));
        let shares = share::scaled(&self.shares, real(served) / real(places.max(1)));
        for (slack, room) in SLACKS {
            if self
                .current()
                .is_none_or(|it| it.spread <= least.max(slack))
            {
                return;
            }
            let deadline = self.deadline.part(25);
            let mut model = self.model(Cover::Open);
            let places = model.places();
            let changes = self.changes(&model);
            self.hold(&mut model, &places, |score| score.unmet);
            self.hold(&mut model, &changes, |score| score.changed);
            model.share_out(&shares, (room, usize::try_from(slack).unwrap_or(0)));
            if self.find(&mut model, &[], &deadline) == Answer::Found {
                return;
            }
        }
    }

    /// As equal as can be.
    fn most_equal(&mut self, model: &mut Model<'a, 'b>, spreads: &[Bit]) -> bool {
        let spread = |it: &Self| it.current().map_or(0, |it| it.spread);
        let most = usize::try_from(spread(self)).unwrap_or(usize::MAX);
        let counts = counted(&mut model.formula, spreads, |_| {
            (0, most.min(spreads.len()))
        });
        let least = self.current().map_or(0, |it| {
            bounds::least_spread(self.board, &self.shares, it.unmet)
        });
        let part = self.deadline.part(70);
        self.least(model, (&counts, least), &part, spread)
    }
}

impl AsMut<Formula> for Model<'_, '_> {
    fn as_mut(&mut self) -> &mut Formula {
        &mut self.formula
    }
}
