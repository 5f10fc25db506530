//! The service: one function for each thing it can be asked.

mod explain;
mod reply;
mod send;
pub mod wire;

pub use explain::{Deed, explain, verdict};
pub use reply::{Cause, Deletion, Failure};
pub use send::configuration;

use crate::browser;
use crate::config::Config;
use chrono::{DateTime, Utc};

use crate::token::list::{ListedToken, TokenList};
use crate::token::{AccountId, ApiKey, CreatedToken, Holder, NewToken};

async fn ask(
    request: wire::Request,
    key: &ApiKey,
    config: &Config,
) -> Result<reply::Answer, Failure> {
    send::send(request, key, config.timeout_seconds)
        .await
        .map_err(Failure::without_answer)
}

/// Asks who holds the key.
///
/// # Errors
/// Why there is no answer.
pub async fn who_am_i(config: &Config, key: &ApiKey) -> Result<Holder, Failure> {
    let answer = ask(wire::who_am_i(config), key, config).await?;
    reply::read_holder(&answer, key)
}

/// Makes a token. Sent once and never again by itself: a repeated POST makes a second token.
///
/// # Errors
/// Why there is no token, or none that can be shown; see [`Failure::outcome_unknown`].
pub async fn create(
    config: &Config,
    key: &ApiKey,
    token: &NewToken,
) -> Result<CreatedToken, Failure> {
    let answer = ask(wire::create(config, token), key, config).await?;
    reply::read_created(&answer, key, token)
}

/// So many tokens are read at once: less than a frame's time on a slow machine.
const AT_ONCE: usize = 100;

/// Asks for all tokens that the key's holder may see; `now` is when the list counts as read.
///
/// # Errors
/// Why there is no list.
pub async fn list(
    config: &Config,
    key: &ApiKey,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<TokenList, Failure> {
    let answer = ask(wire::list(config, account), key, config).await?;
    let mut reader = reply::ListReader::new(&answer, key)?;
    let mut list = TokenList::new(now, browser::lower_case);
    while let Some(tokens) = reader.next(AT_ONCE)? {
        list.extend(tokens.into_iter());
        browser::breathe().await;
    }
    Ok(list)
}

/// Asks for one token; `None` when there is none of this number any more.
///
/// # Errors
/// Why there is no answer.
pub async fn token(
    config: &Config,
    key: &ApiKey,
    account: AccountId,
    id: i64,
) -> Result<Option<ListedToken>, Failure> {
    let answer = ask(wire::token(config, account, id), key, config).await?;
    reply::read_token(&answer, key)
}

/// Deletes the token with this number, which cuts off at once whatever uses it.
///
/// # Errors
/// Why it may still be there.
pub async fn delete(
    config: &Config,
    key: &ApiKey,
    account: AccountId,
    id: &str,
) -> Result<Deletion, Failure> {
    let answer = ask(wire::delete(config, account, id), key, config).await?;
    reply::read_deleted(&answer, key)
}
