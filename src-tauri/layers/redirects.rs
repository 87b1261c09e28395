//! Where a server may send us on to: never from an encrypted connection to an open one, and never nearer to the user's
//! own network than it is itself, so that a map on the internet cannot ask a router or a program on this machine
//! (server-side request forgery, OWASP SSRF).

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use words::English;

/// How far away a server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// This machine: loopback addresses.
    ThisMachine,
    /// A network of the user's: private, link-local and shared addresses.
    Private,
    /// The internet.
    Public,
}

/// Why a redirection is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectError {
    /// It names no address of http or https.
    #[error("服务器转到的不是网址")]
    NotAnAddress,
    /// It leaves an encrypted connection.
    #[error("服务器从 https 转到没有加密的 http，没有跟过去")]
    NotEncrypted,
    /// It leads from farther away to a nearer network.
    #[error("服务器转到了内部网络的地址，没有跟过去")]
    Nearer,
}

impl English for RedirectError {
    fn english(&self) -> String {
        let text = match self {
            Self::NotAnAddress => "the server sends us on to something that is no address",
            Self::NotEncrypted => "the server sends us from https to plain http, where we do not go",
            Self::Nearer => "the server sends us to an address of an internal network, where we do not go",
        };
        text.to_owned()
    }
}

/// The address that a server at `from` sends us on to.
///
/// # Errors
/// [`RedirectError::NotAnAddress`], [`RedirectError::NotEncrypted`].
pub fn target(from: &Url, location: &str) -> Result<Url, RedirectError> {
    let to = from.join(location).map_err(|_| RedirectError::NotAnAddress)?;
    match (from.scheme(), to.scheme()) {
        (_, "https") | ("http", "http") if to.has_host() => Ok(to),
        ("https", "http") => Err(RedirectError::NotEncrypted),
        _ => Err(RedirectError::NotAnAddress),
    }
}

/// How far away an IP address is.
pub fn reach(ip: IpAddr) -> Reach {
    let ip = ip.to_canonical();
    let this_machine = ip.is_loopback() || ip.is_unspecified();
    let private = match ip {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_multicast()
                || a == 0
                // Carrier-grade NAT (RFC 6598) and benchmarking networks (RFC 2544).
                || a == 100 && (64..128).contains(&b)
                || a == 198 && (b == 18 || b == 19)
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_multicast(),
    };
    match (this_machine, private) {
        (true, _) => Reach::ThisMachine,
        (_, true) => Reach::Private,
        _ => Reach::Public,
    }
}

/// How far away the server of an address is: the nearest of all its IP addresses. A name that only a proxy knows is on
/// the internet.
pub async fn reach_of(url: &Url) -> Reach {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => reach(ip.into()),
        Some(url::Host::Ipv6(ip)) => reach(ip.into()),
        Some(url::Host::Domain(name)) => {
            let name = name.to_owned();
            let found = tokio::task::spawn_blocking(move || lookup(&name)).await;
            let addresses = found.ok().and_then(Result::ok).unwrap_or_default();
            let nearest = addresses.iter().map(|a| reach(a.ip())).min();
            nearest.unwrap_or(Reach::Public)
        }
        None => Reach::Public,
    }
}

fn lookup(name: &str) -> std::io::Result<Vec<SocketAddr>> {
    Ok((name, 0).to_socket_addrs()?.collect())
}

/// Finds only addresses that are at least so far away: between the look-up that allowed a redirection and the
/// connection, a name may have been given another address (DNS rebinding).
#[derive(Debug, Clone, Copy)]
pub struct NotNearerThan(pub Reach);

impl Resolve for NotNearerThan {
    fn resolve(&self, name: Name) -> Resolving {
        let nearest = self.0;
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = tokio::task::spawn_blocking(move || lookup(&name)).await??;
            let mut allowed = found.into_iter().filter(|a| reach(a.ip()) >= nearest).peekable();
            if allowed.peek().is_none() {
                return Err(RedirectError::Nearer.into());
            }
            Ok(Box::new(allowed.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_of_private_networks_are_near() {
        for (ip, expected) in [
            ("127.0.0.1", Reach::ThisMachine),
            ("127.8.8.8", Reach::ThisMachine),
            ("0.0.0.0", Reach::ThisMachine),
            ("::1", Reach::ThisMachine),
            ("::ffff:127.0.0.1", Reach::ThisMachine),
            ("10.0.0.8", Reach::Private),
            ("172.16.0.1", Reach::Private),
            ("172.32.0.1", Reach::Public),
            ("192.168.1.1", Reach::Private),
            ("169.254.169.254", Reach::Private),
            ("100.64.0.1", Reach::Private),
            ("100.128.0.1", Reach::Public),
            ("fd12::1", Reach::Private),
            ("fe80::1", Reach::Private),
            ("::ffff:192.168.1.1", Reach::Private),
            ("8.8.8.8", Reach::Public),
            ("2001:4860:4860::8888", Reach::Public),
        ] {
            assert_eq!(reach(ip.parse().expect(ip)), expected, "{ip}");
        }
    }

    #[test]
    fn a_redirection_keeps_the_encryption() {
        let at = |text: &str| Url::parse(text).expect(text);
        let (open, closed) = (at("http://a.example/x/1"), at("https://a.example/x/1"));
        assert_eq!(target(&open, "2"), Ok(at("http://a.example/x/2")));
        assert_eq!(target(&open, "https://b.example/"), Ok(at("https://b.example/")));
        assert_eq!(target(&closed, "//b.example/y"), Ok(at("https://b.example/y")));
        assert_eq!(
            target(&closed, "http://a.example/"),
            Err(RedirectError::NotEncrypted)
        );
        for wrong in [
            "ftp://a.example/",
            "file:///etc/passwd",
            "data:image/png;base64,",
            "http://",
        ] {
            assert_eq!(target(&open, wrong), Err(RedirectError::NotAnAddress), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_name_given_a_near_address_meanwhile_is_not_found() {
        let near = NotNearerThan(Reach::ThisMachine).resolve("localhost".parse().expect("a name"));
        assert!(near.await.is_ok_and(|mut found| found.next().is_some()));
        let far = NotNearerThan(Reach::Public).resolve("localhost".parse().expect("a name"));
        assert!(far.await.is_err_and(|e| e.is::<RedirectError>()));
        assert_eq!(
            reach_of(&Url::parse("http://localhost/").expect("an address")).await,
            Reach::ThisMachine
        );
    }
}
