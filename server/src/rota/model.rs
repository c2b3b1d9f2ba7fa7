//! A rota as a formula.

use super::{
    board::{Board, May},
    bounds,
    cores::Soft,
    count::{at, at_most, counted},
    formula::{Bit, Deadline, Formula},
    score::Assigned,
    share::Shares,
    wishes::Demand,
};

/// How many sets of posts are forbidden one by one before a count takes over.
const ONE_BY_ONE: usize = 24;

/// Posts that one member cannot have all of.
pub(super) type Forbidden = (usize, Vec<usize>);

/// The formula with what its bits mean.
pub(super) struct Model<'a, 'b> {
    board: &'b Board<'a>,
    pub(super) formula: Formula,
    /// By member and post.
    takes: Vec<Vec<Bit>>,
    /// By post and place: whether more than this many serve it.
    served: Vec<Vec<Bit>>,
}

/// What a model asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// Every place for which there is anybody at all, by those who have a share.
    Whole,
    /// As many places as can be, by whoever can.
    Open,
}

impl<'a, 'b> Model<'a, 'b> {
    pub(super) fn new(
        board: &'b Board<'a>,
        cover: Cover,
        forbidden: &[Forbidden],
        deadline: &Deadline,
    ) -> Self {
        let formula = Formula::new(deadline);
        let mut model = Self {
            board,
            formula,
            takes: Vec::new(),
            served: Vec::new(),
        };
        model.people(cover);
        model.rest();
        model.cover(cover);
        if cover == Cover::Open {
            model.capacity();
        }
        for it in forbidden {
            model.forbid(it);
        }
        model
    }

    pub(super) fn takes(&self, member: usize, post: usize) -> Bit {
        let own = self.takes.get(member);
        own.and_then(|it| it.get(post)).copied().unwrap_or(Bit::No)
    }

    fn people(&mut self, cover: Cover) {
        let (members, posts) = (self.board.members.len(), self.board.posts.len());
        let mut takes = vec![vec![Bit::No; posts]; members];
        // Day by day, so that bits of the same days stand together.
        for post in 0..posts {
            for (own, member) in takes.iter_mut().zip(&self.board.members) {
                let bit = match member.may.get(post) {
                    Some(May::Has) => Bit::Yes,
                    Some(May::Take) if cover == Cover::Open || member.share > 0 => {
                        self.formula.bit()
                    }
                    _ => Bit::No,
                };
                if let Some(it) = own.get_mut(post) {
                    *it = bit;
                }
            }
        }
        self.takes = takes;
    }

    /// What one person cannot have together.
    fn rest(&mut self) {
        for member in 0..self.board.members.len() {
            for (post, later) in self.board.clashes.iter().enumerate() {
                let first = self.takes(member, post);
                for other in later {
                    let second = self.takes(member, *other);
                    if (first, second) != (Bit::Yes, Bit::Yes) {
                        self.formula.not_both(first, second);
                    }
                }
            }
            for cap in self.board.capped(member) {
                self.cap(member, &cap.posts, cap.most);
            }
        }
    }

    /// At most so many of these; where rest leaves few ways to have more, each way is named.
    fn cap(&mut self, member: usize, posts: &[usize], most: usize) {
        let open = |it: &&usize| self.takes(member, **it) != Bit::No;
        let posts: Vec<usize> = posts.iter().filter(open).copied().collect();
        let mut ways = Vec::new();
        self.ways(&posts, most + 1, &mut Vec::new(), &mut ways);
        if ways.len() > ONE_BY_ONE {
            let bits: Vec<Bit> = posts.iter().map(|it| self.takes(member, *it)).collect();
            at_most(&mut self.formula, &bits, most);
            return;
        }
        for way in ways {
            let bits: Vec<Bit> = way.iter().map(|it| !self.takes(member, *it)).collect();
            self.formula.any(&bits);
        }
    }

    /// The sets of this many posts that rest alone does not forbid; stops when they are too many.
    fn ways(&self, posts: &[usize], size: usize, way: &mut Vec<usize>, ways: &mut Vec<Vec<usize>>) {
        if way.len() == size {
            ways.push(way.clone());
            return;
        }
        for (n, post) in posts.iter().enumerate() {
            if ways.len() > ONE_BY_ONE || posts.len() - n + way.len() < size {
                return;
            }
            if way.iter().all(|it| !self.board.clash(*it, *post)) {
                way.push(*post);
                self.ways(posts.get(n + 1..).unwrap_or_default(), size, way, ways);
                way.pop();
            }
        }
    }

    fn cover(&mut self, cover: Cover) {
        for post in 0..self.board.posts.len() {
            let members = 0..self.board.members.len();
            let bits = members.map(|it| self.takes(it, post));
            let mut bits: Vec<Bit> = bits.filter(|it| *it != Bit::No).collect();
            let (people, places) = (bits.len(), self.board.places(post));
            // Nobody stands at the head of every count.
            bits.rotate_left(post % people.max(1));
            let least = match cover {
                Cover::Whole => places.min(people),
                Cover::Open => 0,
            };
            let band = |n: usize| ((least + n).saturating_sub(people), places);
            let served = counted(&mut self.formula, &bits, band);
            self.served.push(served);
        }
    }

    /// What follows from counting people, told in so many words: it spares the library much.
    fn capacity(&mut self) {
        for tight in bounds::tight(self.board) {
            let served = tight.posts.iter().filter_map(|it| self.served.get(*it));
            let served: Vec<Bit> = served.flatten().copied().collect();
            at_most(&mut self.formula, &served, tight.most);
        }
    }

    /// Not all of these for one member.
    pub(super) fn forbid(&mut self, (member, posts): &Forbidden) {
        let bits: Vec<Bit> = posts.iter().map(|it| !self.takes(*member, *it)).collect();
        self.formula.any(&bits);
    }

    /// Everybody has their share give or take a slack, and on the way to it is never further off
    /// than some room.
    pub(super) fn share_out(&mut self, shares: &[Shares], room: (f64, usize)) {
        for kind in shares {
            for (member, share) in kind.of.iter().enumerate() {
                let Some(share) = share else { continue };
                let bits = share.posts.iter().map(|it| self.takes(member, *it));
                let bits: Vec<Bit> = bits.collect();
                counted(&mut self.formula, &bits, |n| share.band(n, room));
            }
        }
    }

    /// Bits of which as many are so as the spreads are large, together.
    pub(super) fn spreads(&mut self, shares: &[Shares]) -> Vec<Bit> {
        let mut found = Vec::new();
        for kind in shares {
            let mut counts: Vec<(i64, Vec<Bit>)> = Vec::new();
            for (member, share) in kind.of.iter().enumerate() {
                let Some(share) = share else { continue };
                let bits = share.posts.iter().map(|it| self.takes(member, *it));
                let bits: Vec<Bit> = bits.collect();
                let count = counted(&mut self.formula, &bits, |_| (0, bits.len()));
                counts.push((share.whole(), count));
            }
            let least = counts.iter().map(|it| -it.0).min().unwrap_or(0);
            let most = counts.iter().map(|it| long(it.1.len()) - it.0).max();
            for over in least + 1..=most.unwrap_or(least) {
                found.push(self.spread(&counts, over));
            }
        }
        found
    }

    /// Whether somebody has this much over their share, and somebody else not.
    fn spread(&mut self, counts: &[(i64, Vec<Bit>)], over: i64) -> Bit {
        let (some, not_all) = (self.formula.bit(), self.formula.bit());
        let both = self.formula.bit();
        for (whole, count) in counts {
            let has = usize::try_from(whole + over).map_or(Bit::Yes, |it| at(count, it));
            self.formula.any(&[!has, some]);
            self.formula.any(&[has, not_all]);
        }
        self.formula.any(&[!some, !not_all, both]);
        both
    }

    /// Each place that is wanted.
    pub(super) fn places(&self) -> Vec<Soft> {
        let posts = 0..self.board.posts.len();
        let places = posts.flat_map(|post| {
            let served = self.served.get(post);
            (1..=self.board.places(post)).map(move |it| served.map_or(Bit::No, |all| at(all, it)))
        });
        places.map(|bit| Soft { bit, cost: 1 }).collect()
    }

    /// Each demand.
    pub(super) fn demands(&mut self, demands: &[Demand]) -> Vec<Soft> {
        let mut found = Vec::new();
        for demand in demands {
            let posts = demand.posts.iter();
            let bits: Vec<Bit> = posts.map(|it| self.takes(demand.member, *it)).collect();
            let bit = match bits.as_slice() {
                [bit] => *bit,
                bits => {
                    let one = self.formula.bit();
                    let mut clause = bits.to_vec();
                    clause.push(!one);
                    self.formula.any(&clause);
                    for bit in bits {
                        self.formula.any(&[!*bit, one]);
                    }
                    one
                }
            };
            let bit = if demand.gladly { bit } else { !bit };
            found.push(Soft {
                bit,
                cost: demand.cost,
            });
        }
        found
    }

    /// The rota that was found.
    pub(super) fn assigned(&self) -> Assigned {
        let has = |member: &usize, post: usize| self.formula.is(self.takes(*member, post));
        let people = |post| {
            let members = 0..self.board.members.len();
            members.filter(|it| has(it, post)).collect()
        };
        (0..self.board.posts.len()).map(people).collect()
    }
}

fn long(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
