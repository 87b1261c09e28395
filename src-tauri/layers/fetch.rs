//! Questions to servers: few at a time, of bounded length and duration, and none for a while after a failure.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Client, Response, Url};
use tokio::sync::Semaphore;
use words::{Words, said};

use super::redirects::{self, NotNearerThan, Reach, RedirectError};
use crate::clock::Clock;

/// Questions to one service at a time.
const SEATS: usize = 6;
/// The first pause after a failure; doubled up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(64);
/// How often a server may send us on.
const REDIRECTS: usize = 5;

/// How long to wait for a server.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Until it takes the call.
    pub connect: Duration,
    /// Until it has answered in full.
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(8),
            whole: Duration::from_secs(30),
        }
    }
}

/// What a server answered.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ServerResponse {
    /// Status of HTTP.
    pub status: u16,
    /// What it calls the bytes.
    pub content_type: String,
    /// Seconds to wait, if it says so.
    pub retry_after: Option<u64>,
    pub bytes: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The server cannot be reached; with what is known of why.
    Offline(Words),
    /// It has lately been out of reach and is left in peace.
    BackingOff(Duration),
    /// The answer is larger than is sensible.
    TooLarge(usize),
    /// The server does not prove who it is in a way that is accepted.
    Untrusted(Words),
    /// The server sends us on to where we do not go.
    Redirect(RedirectError),
    /// Something else: a chain of redirections, an answer that breaks off.
    Broken(Words),
}

impl From<RedirectError> for FetchError {
    fn from(error: RedirectError) -> Self {
        Self::Redirect(error)
    }
}

/// A service: how many questions it is asked at once, and until when it is left in peace.
#[derive(Debug)]
struct Limiter {
    seats: Semaphore,
    rest: Mutex<Backoff>,
}

#[derive(Debug, Default)]
struct Backoff {
    failures: u32,
    until: Option<Instant>,
}

/// Asks servers.
#[derive(Debug)]
pub struct Fetcher {
    timeouts: Timeouts,
    clock: Clock,
    clients: Clients,
    limiters: Mutex<HashMap<String, Arc<Limiter>>>,
}

impl Fetcher {
    /// Returns one that has not asked anything yet.
    pub fn new(timeouts: Timeouts, clock: Clock) -> Self {
        Self {
            timeouts,
            clock,
            clients: Clients::default(),
            limiters: Mutex::new(HashMap::new()),
        }
    }

    /// Asks for what is at an address; `service` is whom the pause after a failure is for.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn get(
        &self,
        service: &str,
        address: &str,
        limit: usize,
    ) -> Result<ServerResponse, FetchError> {
        let limiter = self.limiter(service);
        limiter.open(self.clock.instant())?;
        let _seat = limiter.seats.acquire().await.map_err(|_| {
            FetchError::Broken(said!("layers.closing", "程序正在退出", "the program is closing"))
        })?;
        // What waited for its turn while the server was found out of reach does not ask again.
        limiter.open(self.clock.instant())?;
        let began = self.clock.instant();
        let asked = self.ask(address, limit).await;
        match &asked {
            Err(FetchError::Offline(_) | FetchError::Untrusted(_)) => {
                limiter.fail(began, self.clock.instant())
            }
            Err(_) => {}
            Ok(_) => limiter.succeed(),
        }
        asked
    }

    /// Forgets the failures of a service.
    pub fn forget(&self, service: &str) {
        self.limiter(service).succeed();
    }

    /// Returns how much longer a service is left in peace.
    pub fn rest(&self, service: &str) -> Option<Duration> {
        match self.limiter(service).open(self.clock.instant()) {
            Err(FetchError::BackingOff(left)) => Some(left),
            _ => None,
        }
    }

    fn limiter(&self, service: &str) -> Arc<Limiter> {
        let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        let limiter = limiters.entry(service.to_owned()).or_insert_with(|| {
            Arc::new(Limiter {
                seats: Semaphore::new(SEATS),
                rest: Mutex::default(),
            })
        });
        Arc::clone(limiter)
    }

    async fn ask(&self, address: &str, limit: usize) -> Result<ServerResponse, FetchError> {
        let mut url = Url::parse(address).map_err(|_| {
            FetchError::Broken(said!(
                "layers.bad_address",
                "地址不是完整的网址",
                "it is no complete address"
            ))
        })?;
        // The nearest that the next server may be: a server may send us on, but not into a network nearer than its own.
        let mut nearest = Reach::ThisMachine;
        for _ in 0..=REDIRECTS {
            let client = self.client(&url, nearest)?;
            let response = client.get(url.clone()).send().await.map_err(|e| reason(&e))?;
            let location = header(&response, "location");
            if !response.status().is_redirection() || location.is_empty() {
                return read(response, limit).await;
            }
            let next = redirects::target(&url, &location)?;
            if next.host() != url.host() {
                nearest = nearest.max(redirects::reach_of(&url).await);
                if redirects::reach_of(&next).await < nearest {
                    return Err(RedirectError::Nearer.into());
                }
            }
            url = next;
        }
        Err(FetchError::Broken(said!(
            "layers.redirected_again",
            "服务器反复转到别的地址",
            "the server sends us on again and again"
        )))
    }

    fn client(&self, url: &Url, nearest: Reach) -> Result<Client, FetchError> {
        let here = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        let slot = match (here, nearest) {
            (true, _) => &self.clients.here,
            (_, Reach::ThisMachine) => &self.clients.anywhere,
            (_, Reach::Private) => &self.clients.not_here,
            (_, Reach::Public) => &self.clients.public,
        };
        let client = slot.get_or_init(|| build(self.timeouts, here, nearest)).clone();
        client.ok_or_else(|| {
            FetchError::Broken(said!(
                "layers.no_client",
                "网络组件无法启动",
                "the network part of the program cannot start"
            ))
        })
    }
}

/// Clients that differ in whom they may reach.
#[derive(Debug, Default)]
struct Clients {
    /// Without a proxy, for servers on this machine.
    here: OnceLock<Option<Client>>,
    anywhere: OnceLock<Option<Client>>,
    not_here: OnceLock<Option<Client>>,
    public: OnceLock<Option<Client>>,
}

fn build(timeouts: Timeouts, here: bool, nearest: Reach) -> Option<Client> {
    // The program as a whole has one provider; when another part has chosen it, that one is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("Zhentu/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.whole)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .pool_max_idle_per_host(SEATS);
    if here {
        builder = builder.no_proxy();
    } else if nearest > Reach::ThisMachine {
        builder = builder.dns_resolver(Arc::new(NotNearerThan(nearest)));
    }
    builder.build().ok()
}

/// Reads an answer to its end, up to so many bytes.
async fn read(mut response: Response, limit: usize) -> Result<ServerResponse, FetchError> {
    let length = response.content_length().unwrap_or_default();
    if length > limit as u64 {
        return Err(FetchError::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    while let Some(chunk) = response.chunk().await.map_err(|e| reason(&e))? {
        if bytes.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(ServerResponse {
        status: response.status().as_u16(),
        content_type: header(&response, "content-type"),
        retry_after: header(&response, "retry-after").trim().parse().ok(),
        bytes,
    })
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// What an error means for a person. Its own text is not used: it holds the address, and that the key.
fn reason(error: &reqwest::Error) -> FetchError {
    if is_about_trust(error) {
        return FetchError::Untrusted(said!(
            "layers.untrusted",
            "服务器的安全证书或加密方式不被接受",
            "the certificate or the encryption of the server is not accepted"
        ));
    }
    if let Some(refused) = redirect_error(error) {
        return refused.into();
    }
    if error.is_timeout() {
        FetchError::Offline(said!(
            "layers.timeout",
            "服务器迟迟没有回应",
            "the server does not answer"
        ))
    } else if error.is_connect() {
        FetchError::Offline(said!(
            "layers.offline",
            "连不上服务器：没有网络，或地址、代理设置有误",
            "the server cannot be reached: there is no network, or the address or the proxy is wrong"
        ))
    } else {
        FetchError::Broken(said!(
            "layers.broke_off",
            "回答中途断开，或不合 HTTP 规则",
            "the answer breaks off or is not HTTP"
        ))
    }
}

/// Whether the encryption failed, however deep the error of it is wrapped: that of an I/O error is not its source.
fn is_about_trust(error: &(dyn std::error::Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(|e| e.get_ref());
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|e| is_about_trust(e))
        || error.source().is_some_and(is_about_trust)
}

/// Why a resolver found no address, however deep that is wrapped.
fn redirect_error(error: &(dyn std::error::Error + 'static)) -> Option<RedirectError> {
    let found = error.downcast_ref::<RedirectError>().copied();
    found.or_else(|| error.source().and_then(redirect_error))
}

impl Limiter {
    fn rest(&self) -> std::sync::MutexGuard<'_, Backoff> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self, now: Instant) -> Result<(), FetchError> {
        let left = self.rest().until.map(|u| u.saturating_duration_since(now));
        match left {
            Some(left) if !left.is_zero() => Err(FetchError::BackingOff(left)),
            _ => Ok(()),
        }
    }

    /// Several questions that fail together are one failure.
    fn fail(&self, began: Instant, now: Instant) {
        let mut rest = self.rest();
        let pause = FIRST_PAUSE.saturating_mul(1 << rest.failures.min(5));
        let known = rest.until.is_some_and(|until| until > now || until > began);
        if !known {
            rest.failures += 1;
            rest.until = Some(now + pause.min(LONGEST_PAUSE));
        }
    }

    fn succeed(&self) {
        *self.rest() = Backoff::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> Limiter {
        Limiter {
            seats: Semaphore::new(SEATS),
            rest: Mutex::default(),
        }
    }

    fn left(limiter: &Limiter, now: Instant) -> u64 {
        match limiter.open(now) {
            Err(FetchError::BackingOff(left)) => left.as_millis().div_ceil(1000) as u64,
            _ => 0,
        }
    }

    #[test]
    fn each_failure_makes_the_pause_longer_until_something_comes() {
        let limiter = limiter();
        let mut now = Instant::now();
        for seconds in [2, 4, 8, 16, 32, 64, 64] {
            limiter.fail(now, now);
            assert_eq!(left(&limiter, now), seconds);
            now += Duration::from_secs(seconds);
            assert_eq!(left(&limiter, now), 0);
        }
        limiter.succeed();
        limiter.fail(now, now);
        assert_eq!(left(&limiter, now), 2);
    }

    #[test]
    fn questions_that_fail_together_are_one_failure() {
        let limiter = limiter();
        let began = Instant::now();
        for _ in 0..SEATS {
            limiter.fail(began, began);
        }
        assert_eq!((left(&limiter, began), limiter.rest().failures), (2, 1));
    }
}
