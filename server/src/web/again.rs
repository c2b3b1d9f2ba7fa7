//! Trying again what collided with somebody else's change.

use super::error::AppError;

/// How often a change is tried.
const TRIES: usize = 4;

/// Does a change, and tries it again while it collides: nothing was saved then.
///
/// Only for what means the same on whatever it finds, such as "I want to talk";
/// what was decided on a page says which revision the person saw instead.
pub async fn again<T, F>(act: impl Fn() -> F) -> Result<T, AppError>
where
    F: Future<Output = Result<T, AppError>>,
{
    for _ in 1..TRIES {
        match act().await {
            Err(AppError::Busy | AppError::Stale(_)) => {}
            done => return done,
        }
    }
    act().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    async fn tried(refusals: usize, error: AppError) -> (Result<(), AppError>, usize) {
        let tries = Cell::new(0);
        let result = again(|| async {
            tries.set(tries.get() + 1);
            if tries.get() > refusals {
                Ok(())
            } else {
                Err(error.clone())
            }
        })
        .await;
        (result, tries.get())
    }

    #[tokio::test]
    async fn what_collides_is_tried_a_few_times_and_what_is_refused_once() {
        assert_eq!(tried(3, AppError::Busy).await, (Ok(()), 4));
        assert_eq!(tried(9, AppError::Busy).await, (Err(AppError::Busy), 4));
        assert_eq!(
            tried(9, AppError::NotFound).await,
            (Err(AppError::NotFound), 1)
        );
    }
}
