//! Questions to servers: few at a time, of bounded length and duration, and none for a while after a failure.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Client, Response, Url};
use tokio::sync::Semaphore;

/// Questions to one service at a time.
const SEATS: usize = 6;
/// The first pause after a failure; doubled up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(64);
/// How often a server may send us on.
const REDIRECTS: usize = 5;

/// How long to wait for a server.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until it takes the call.
    pub connect: Duration,
    /// Until it has answered in full.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(8),
            whole: Duration::from_secs(30),
        }
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// What it calls the bytes.
    pub content_type: String,
    /// Seconds to wait, if it says so.
    pub retry_after: Option<u64>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The server cannot be reached; with what is known of why.
    Offline(&'static str),
    /// It has lately been out of reach and is left in peace.
    Resting(Duration),
    /// The answer is larger than is sensible.
    TooLarge(usize),
    /// The server does not prove who it is in a way that is accepted.
    Untrusted(&'static str),
    /// Something else: a chain of redirections, an answer that breaks off.
    Broken(&'static str),
}

/// A service: how many questions it is asked at once, and until when it is left in peace.
#[derive(Debug)]
struct Gate {
    seats: Semaphore,
    rest: Mutex<Rest>,
}

#[derive(Debug, Default)]
struct Rest {
    failures: u32,
    until: Option<Instant>,
}

/// Asks servers.
#[derive(Debug)]
pub struct Fetcher {
    patience: Patience,
    client: OnceLock<Option<Client>>,
    /// Without a proxy, for servers on this machine.
    near: OnceLock<Option<Client>>,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
}

impl Fetcher {
    /// Returns one that has not asked anything yet.
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            client: OnceLock::new(),
            near: OnceLock::new(),
            gates: Mutex::new(HashMap::new()),
        }
    }

    /// Asks for what is at an address; `service` is whom the pause after a failure is for.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn get(&self, service: &str, address: &str, limit: usize) -> Result<Answer, NoAnswer> {
        let gate = self.gate(service);
        gate.open()?;
        let _seat = gate
            .seats
            .acquire()
            .await
            .map_err(|_| NoAnswer::Broken("程序正在退出"))?;
        // What waited for its turn while the server was found out of reach does not ask again.
        gate.open()?;
        let began = Instant::now();
        let asked = self.ask(address, limit).await;
        match &asked {
            Err(NoAnswer::Offline(_) | NoAnswer::Untrusted(_)) => gate.fail(began),
            Err(_) => {}
            Ok(_) => gate.succeed(),
        }
        asked
    }

    /// Forgets the failures of a service.
    pub fn forget(&self, service: &str) {
        self.gate(service).succeed();
    }

    /// Returns how much longer a service is left in peace.
    pub fn rest(&self, service: &str) -> Option<Duration> {
        match self.gate(service).open() {
            Err(NoAnswer::Resting(left)) => Some(left),
            _ => None,
        }
    }

    fn gate(&self, service: &str) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = gates.entry(service.to_owned()).or_insert_with(|| {
            Arc::new(Gate {
                seats: Semaphore::new(SEATS),
                rest: Mutex::default(),
            })
        });
        Arc::clone(gate)
    }

    async fn ask(&self, address: &str, limit: usize) -> Result<Answer, NoAnswer> {
        let url = Url::parse(address).map_err(|_| NoAnswer::Broken("地址不是完整的网址"))?;
        let client = self.client(&url).ok_or(NoAnswer::Broken("网络组件无法启动"))?;
        let mut response = client.get(url).send().await.map_err(|e| reason(&e))?;
        let length = response.content_length().unwrap_or_default();
        if length > limit as u64 {
            return Err(NoAnswer::TooLarge(limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        while let Some(chunk) = response.chunk().await.map_err(|e| reason(&e))? {
            if bytes.len() + chunk.len() > limit {
                return Err(NoAnswer::TooLarge(limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            content_type: header(&response, "content-type"),
            retry_after: header(&response, "retry-after").trim().parse().ok(),
            bytes,
        })
    }

    fn client(&self, url: &Url) -> Option<Client> {
        let near = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        let slot = if near { &self.near } else { &self.client };
        slot.get_or_init(|| build(self.patience, near)).clone()
    }
}

fn build(patience: Patience, near: bool) -> Option<Client> {
    // The program as a whole has one provider; when another part has chosen it, that one is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("Zhentu/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(patience.connect)
        .timeout(patience.whole)
        .redirect(reqwest::redirect::Policy::limited(REDIRECTS))
        .referer(false)
        .pool_max_idle_per_host(SEATS);
    if near {
        builder = builder.no_proxy();
    }
    builder.build().ok()
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// What an error means for a person. Its own text is not used: it holds the address, and that the key.
fn reason(error: &reqwest::Error) -> NoAnswer {
    if is_about_trust(error) {
        return NoAnswer::Untrusted("服务器的安全证书或加密方式不被接受");
    }
    if error.is_timeout() {
        NoAnswer::Offline("服务器迟迟没有回应")
    } else if error.is_connect() {
        NoAnswer::Offline("连不上服务器：没有网络，或地址、代理设置有误")
    } else if error.is_redirect() {
        NoAnswer::Broken("服务器反复转到别的地址")
    } else {
        NoAnswer::Broken("回答中途断开，或不合 HTTP 规则")
    }
}

/// Whether the encryption failed, however deep the error of it is wrapped: that of an I/O error is not its source.
fn is_about_trust(error: &(dyn std::error::Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(|e| e.get_ref());
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|e| is_about_trust(e))
        || error.source().is_some_and(is_about_trust)
}

impl Gate {
    fn rest(&self) -> std::sync::MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<(), NoAnswer> {
        let left = self
            .rest()
            .until
            .map(|u| u.saturating_duration_since(Instant::now()));
        match left {
            Some(left) if !left.is_zero() => Err(NoAnswer::Resting(left)),
            _ => Ok(()),
        }
    }

    /// Several questions that fail together are one failure.
    fn fail(&self, began: Instant) {
        let mut rest = self.rest();
        let now = Instant::now();
        let pause = FIRST_PAUSE.saturating_mul(1 << rest.failures.min(5));
        let known = rest.until.is_some_and(|until| until > now || until > began);
        if !known {
            rest.failures += 1;
            rest.until = Some(now + pause.min(LONGEST_PAUSE));
        }
    }

    fn succeed(&self) {
        *self.rest() = Rest::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate() -> Gate {
        Gate {
            seats: Semaphore::new(SEATS),
            rest: Mutex::default(),
        }
    }

    fn left(gate: &Gate) -> u64 {
        match gate.open() {
            Err(NoAnswer::Resting(left)) => left.as_millis().div_ceil(1000) as u64,
            _ => 0,
        }
    }

    #[test]
    fn each_failure_makes_the_pause_longer_until_something_comes() {
        let gate = gate();
        for seconds in [2, 4, 8, 16, 32, 64, 64] {
            gate.fail(Instant::now());
            assert_eq!(left(&gate), seconds);
            // The pause goes by.
            gate.rest().until = Instant::now().checked_sub(Duration::from_millis(1));
            assert_eq!(left(&gate), 0);
        }
        gate.succeed();
        gate.fail(Instant::now());
        assert_eq!(left(&gate), 2);
    }

    #[test]
    fn questions_that_fail_together_are_one_failure() {
        let gate = gate();
        let began = Instant::now();
        for _ in 0..SEATS {
            gate.fail(began);
        }
        assert_eq!((left(&gate), gate.rest().failures), (2, 1));
    }
}
