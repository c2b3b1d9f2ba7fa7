use super::{Field, Plan};

/// A field as a square of whole numbers: rows are demands, columns are places.
///
/// There are as many columns as places, and at least as many as demands. A pair that cannot be
/// costs what nobody costs, so who stands there is read as having nobody: as there is a column for
/// every demand, that takes no place from anyone. Rows of nobody fill the square and cost nothing.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Rows and columns.
    pub size: usize,
    /// By row, then by column; each far below 2^53.
    pub costs: Vec<u64>,
    /// The seat of each column; none for a column of nobody.
    seats: Vec<Option<usize>>,
}

impl Grid {
    pub(super) fn of(field: &Field) -> Self {
        let rows = field.demands.len();
        let places = field.seats.iter().enumerate().flat_map(|(seat, it)| {
            (0..field.room(it)).map(move |place| (Some(seat), Field::step(place)))
        });
        let mut columns: Vec<(Option<usize>, u64)> = places.collect();
        columns.resize(columns.len().max(rows), (None, 0));
        let size = columns.len();
        let mut costs = Vec::with_capacity(size.saturating_mul(size));
        for (row, demand) in field.demands.iter().enumerate() {
            let nobody = field.nobody(demand.wave);
            costs.extend(columns.iter().map(|(seat, step)| {
                let price = seat.and_then(|seat| field.price(row, seat));
                price.map_or(nobody, |price| u64::from(price) + step)
            }));
        }
        costs.resize(size.saturating_mul(size), 0);
        Self {
            size,
            costs,
            seats: columns.into_iter().map(|(seat, _)| seat).collect(),
        }
    }

    /// Reads a solution: the column of each row.
    ///
    /// A pair that cannot be is nobody's, whatever the solver said.
    pub fn plan(&self, field: &Field, columns: &[usize]) -> Plan {
        let seat = |row: usize| {
            let seat = self.seats.get(*columns.get(row)?).copied().flatten()?;
            field.price(row, seat).map(|_| seat)
        };
        Plan {
            given: (0..field.demands.len()).map(seat).collect(),
        }
    }
}
