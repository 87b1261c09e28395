//! The real window, driven through WebKitWebDriver: opened on a fresh home, waited for, clicked, typed into, killed.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::home::{Home, PROGRAM};
use crate::process;
use crate::screen::{Screen, available};

/// How long anything may take: test machines are slow and busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// One window at a time: there are few cores, and a picture of a busy machine says nothing.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A running program with its window.
pub struct Window {
    /// Its user's folders.
    pub home: Home,
    screen: Screen,
    name: String,
    args: Vec<String>,
    traced: bool,
    session: Option<Session>,
}

struct Session {
    client: Client,
    driver: Driver,
    program: u32,
}

/// A running WebKitWebDriver; it and all that it started end when this is dropped.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let mut all = process::descendants(self.0.id());
        all.push(self.0.id());
        for id in all {
            process::signal(id, "-KILL");
        }
        let _ = self.0.wait();
    }
}

/// Opens the window on a fresh home, runs the test in it and closes it; the page must have met no error.
pub fn in_window(name: &str, test: impl AsyncFnOnce(&mut Window)) {
    in_window_of(name, |_| Vec::new(), test);
}

/// Like [`in_window`], with what is to be made in the home before the start; it gives the arguments of the program.
pub fn in_window_of(
    name: &str,
    prepare: impl FnOnce(&Home) -> Vec<String>,
    test: impl AsyncFnOnce(&mut Window),
) {
    run(name, false, prepare, test);
}

/// Like [`in_window`], with every connection the program opens written down by strace: see [`Window::connections`].
pub fn in_traced_window(
    name: &str,
    prepare: impl FnOnce(&Home) -> Vec<String>,
    test: impl AsyncFnOnce(&mut Window),
) {
    run(name, true, prepare, test);
}

fn run(
    name: &str,
    traced: bool,
    prepare: impl FnOnce(&Home) -> Vec<String>,
    test: impl AsyncFnOnce(&mut Window),
) {
    if !available() {
        return;
    }
    let _guard = ONE_AT_A_TIME
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let home = Home::fresh();
    let args = prepare(&home);
    let screen = Screen::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut window = Window {
            home,
            screen,
            name: name.to_owned(),
            args,
            traced,
            session: None,
        };
        window.open().await;
        test(&mut window).await;
        window.no_errors().await;
        window.end().await;
    });
}

impl Window {
    /// Starts the program and waits for its page.
    async fn open(&mut self) {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let log = std::fs::File::create(self.home.path("program.log")).expect("a log can be written");
        let driver = Command::new("setpriv")
            .args([
                "--pdeathsig",
                "TERM",
                "WebKitWebDriver",
                "--host=127.0.0.1",
                &format!("--port={port}"),
            ])
            .envs(self.home.environment())
            .env("DISPLAY", self.screen.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log)
            .spawn()
            .expect("WebKitWebDriver starts");
        let driver = Driver(driver);
        let mut capabilities = fantoccini::wd::Capabilities::new();
        let options = json!({ "binary": self.binary(), "args": self.args });
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let url = format!("http://127.0.0.1:{port}");
        let begin = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let connecting = builder.capabilities(capabilities.clone()).connect(&url);
            match tokio::time::timeout(PATIENCE, connecting).await {
                Ok(Ok(client)) => break client,
                // The driver itself may not listen yet; a program that does not open is final.
                Ok(Err(_)) if begin.elapsed() < Duration::from_secs(5) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                answer => {
                    let why = match answer {
                        Ok(Err(error)) => error.to_string(),
                        _ => format!("no answer in {} s", PATIENCE.as_secs()),
                    };
                    let log = std::fs::read_to_string(self.home.path("program.log")).unwrap_or_default();
                    panic!("the window did not open: {why}\n{log}");
                }
            }
        };
        let program =
            process::running(Path::new(PROGRAM), driver.0.id()).expect("the program runs below the driver");
        self.session = Some(Session {
            client,
            driver,
            program,
        });
        let size = self.client().set_window_rect(0, 0, 1440, 900).await;
        if let Err(error) = size {
            eprintln!("the window keeps its size: {error}");
        }
    }

    /// The program, or a script that runs it under strace.
    fn binary(&self) -> PathBuf {
        if !self.traced {
            return PathBuf::from(PROGRAM);
        }
        let script = self.home.path("traced.sh");
        let trace = self.home.path("connections.txt");
        let text = format!(
            "#!/bin/sh\nexec strace -f -qq --seccomp-bpf -e trace=connect,sendto -o '{}' '{PROGRAM}' \"$@\"\n",
            trace.display()
        );
        std::fs::write(&script, text).expect("the script can be written");
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .expect("it can be run");
        script
    }

    /// Lines of strace about addresses the program and its helpers connected or sent to.
    pub fn connections(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.home.path("connections.txt")).expect("strace wrote its log");
        text.lines().map(str::to_owned).collect()
    }

    fn client(&self) -> &Client {
        &self.session.as_ref().expect("the window is open").client
    }

    /// Kills the program as a power cut would, without a chance to write, and waits until it is gone.
    pub async fn kill(&mut self) {
        let session = self.session.take().expect("the window is open");
        process::signal(session.program, "-KILL");
        assert!(
            process::ended_within(session.program, PATIENCE),
            "the program survived kill -9"
        );
        end(session).await;
    }

    /// Closes the window as its close button does and waits until the program has ended by itself.
    pub async fn close(&mut self) {
        self.no_errors().await;
        let session = self.session.take().expect("the window is open");
        self.screen.close_window("镇图");
        let ended = process::ended_within(session.program, PATIENCE);
        end(session).await;
        assert!(ended, "the program did not end when its window was closed");
    }

    /// Starts the program again on the same home.
    pub async fn reopen(&mut self) {
        assert!(self.session.is_none(), "the window is still open");
        self.open().await;
    }

    async fn end(&mut self) {
        if let Some(session) = self.session.take() {
            end(session).await;
        }
    }

    /// Waits until the question has an answer; says what was waited for when it never has.
    pub async fn until<T, F: Future<Output = Option<T>>>(&self, what: &str, mut ask: impl FnMut() -> F) -> T {
        let begin = Instant::now();
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            if begin.elapsed() > PATIENCE {
                let errors = self.errors().await;
                panic!(
                    "{}: after {} s still no {what}; errors of the page: {errors:?}",
                    self.name,
                    PATIENCE.as_secs()
                );
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The element with that `data-test`, once it can be seen.
    pub async fn find(&self, test: &str) -> Element {
        self.find_css(&format!("[data-test='{test}']")).await
    }

    /// The element of that CSS selector, once it can be seen.
    pub async fn find_css(&self, css: &str) -> Element {
        self.until(css, || async {
            for element in self.client().find_all(Locator::Css(css)).await.ok()? {
                if self.is_seen(&element).await {
                    return Some(element);
                }
            }
            None
        })
        .await
    }

    /// Whether an element is drawn and stands within the window. The driver's own answer takes what lies in a table that is
    /// wider than its box for hidden.
    async fn is_seen(&self, element: &Element) -> bool {
        let script = "const [e] = arguments; e.scrollIntoView({ block: 'nearest', inline: 'nearest' }); \
            const r = e.getBoundingClientRect(); \
            return e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && r.width > 0 && r.height > 0 \
                && r.right > 0 && r.bottom > 0 && r.left < innerWidth && r.top < innerHeight";
        if element.is_displayed().await.unwrap_or(false) {
            return true;
        }
        let Ok(element) = serde_json::to_value(element) else {
            return false;
        };
        let answer = self.client().execute(script, vec![element]).await;
        answer.is_ok_and(|seen| seen == Value::Bool(true))
    }

    /// Whether an element of that `data-test` can be seen now.
    pub async fn shows(&self, test: &str) -> bool {
        let css = format!("[data-test='{test}']");
        let Ok(found) = self.client().find_all(Locator::Css(&css)).await else {
            return false;
        };
        for element in found {
            if self.is_seen(&element).await {
                return true;
            }
        }
        false
    }

    /// Waits until no element of that `data-test` can be seen.
    pub async fn gone(&self, test: &str) {
        self.until(&format!("end of {test}"), || async {
            (!self.shows(test).await).then_some(())
        })
        .await;
    }

    /// Clicks it; tries again while something that is going away lies over it.
    pub async fn click(&self, test: &str) {
        self.click_css(&format!("[data-test='{test}']")).await;
    }

    /// Clicks the element of that CSS selector.
    pub async fn click_css(&self, css: &str) {
        self.until(&format!("click on {css}"), || async {
            self.find_css(css).await.click().await.ok()
        })
        .await;
    }

    /// Clicks the first element of that `data-test` whose text holds the words.
    pub async fn click_text(&self, test: &str, words: &str) {
        let css = format!("[data-test='{test}']");
        self.until(&format!("click on {test} with {words}"), || async {
            let texts = self.texts(test).await;
            let at = texts.iter().position(|text| text.contains(words))?;
            self.client()
                .find_all(Locator::Css(&css))
                .await
                .ok()?
                .get(at)?
                .clone()
                .click()
                .await
                .ok()
        })
        .await;
    }

    /// Its text as the page shows it. (The driver's own notion of text is empty for some flex boxes.)
    pub async fn text(&self, test: &str) -> String {
        self.find(test).await;
        self.texts(test).await.into_iter().next().unwrap_or_default()
    }

    /// Texts of all elements with that `data-test`.
    pub async fn texts(&self, test: &str) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(`[data-test='${arguments[0]}']`), e => e.innerText.trim())";
        let found = self.script(script, vec![json!(test)]).await;
        serde_json::from_value(found).expect("texts")
    }

    /// Waits until its text holds the words.
    pub async fn text_with(&self, test: &str, words: &str) -> String {
        self.until(&format!("{test} with “{words}”"), || async {
            self.texts(test)
                .await
                .into_iter()
                .find(|text| text.contains(words))
        })
        .await
    }

    /// Opens a select and chooses a line of it.
    pub async fn choose_line(&self, select: &str, words: &str) {
        self.click(select).await;
        let css = ".n-base-select-option";
        // The driver's own notion of text is empty for these.
        let script = "return [...document.querySelectorAll(arguments[0])].findIndex(e => e.offsetParent !== null && e.innerText.includes(arguments[1]))";
        self.until(&format!("{words} in the list"), || async {
            let at = self
                .script(script, vec![json!(css), json!(words)])
                .await
                .as_u64()?;
            let options = self.driver().find_all(Locator::Css(css)).await.ok()?;
            options.get(usize::try_from(at).ok()?)?.clone().click().await.ok()
        })
        .await;
        self.until("end of the list", || async {
            let open = "return [...document.querySelectorAll('.n-base-select-menu')].filter(e => e.offsetParent !== null).length";
            (self.script(open, vec![]).await == json!(0)).then_some(())
        })
        .await;
    }

    /// Puts text into a field, in place of what is there; tries again while the page puts another field in its place or
    /// something that is going away lies over it.
    pub async fn fill(&self, css: &str, text: &str) {
        self.until(&format!("{text} in {css}"), || async {
            let field = self.find_css(css).await;
            field.click().await.ok()?;
            // Ctrl+A, and Ctrl let go.
            field.send_keys("\u{e009}a\u{e000}").await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
    }

    /// Puts text into a field and confirms it with Enter.
    pub async fn enter(&self, css: &str, text: &str) {
        self.fill(css, text).await;
        self.find_css(css)
            .await
            .send_keys("\u{e007}")
            .await
            .expect("Enter reaches the field");
    }

    /// Runs JavaScript in the page; `arguments[n]` are the values.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Value {
        self.client()
            .execute(script, args)
            .await
            .unwrap_or_else(|error| panic!("{}: {script}: {error}", self.name))
    }

    /// Errors the page met since it opened.
    pub async fn errors(&self) -> Vec<String> {
        let Some(session) = &self.session else {
            return Vec::new();
        };
        let found = session.client.execute(
            "return (window.__errors || ['window.__errors is missing']).map(String)",
            vec![],
        );
        found
            .await
            .ok()
            .and_then(|v| serde_json::from_value(v).ok())
            .unwrap_or_default()
    }

    /// Fails when the page met an error.
    pub async fn no_errors(&self) {
        let errors = self.errors().await;
        assert!(
            errors.is_empty(),
            "{}: the page met errors: {errors:#?}",
            self.name
        );
    }

    /// The driver's client, for what has no word here.
    pub fn driver(&self) -> &Client {
        self.client()
    }

    /// Writes a picture of the page into the folder that ZHENTU_LOOK names, for who wants to look at it.
    pub async fn look(&self, name: &str) {
        let Some(folder) = std::env::var_os("ZHENTU_LOOK") else {
            return;
        };
        // What the page says may not be painted yet.
        tokio::time::sleep(Duration::from_millis(250)).await;
        let picture = self
            .client()
            .screenshot()
            .await
            .expect("the page can be pictured");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), picture)
            .expect("the picture can be written");
    }

    /// Writes a picture of the user guide when BLESS_GUIDE=1.
    pub async fn picture(&self, name: &str) {
        if std::env::var_os("BLESS_GUIDE").is_none() {
            return;
        }
        // A frame of the page after what was asked for, and a display that has caught up with it and stands still.
        let frames = "const done = arguments[0]; let n = 0; \
            const next = () => (n += 1) > 4 ? done() : requestAnimationFrame(next); next()";
        self.client()
            .execute_async(frames, vec![])
            .await
            .expect("the page draws");
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs/user-guide/img")
            .join(name);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        let mut before = Vec::new();
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(1000)).await;
            assert!(self.screen.picture(&path), "no picture could be taken for {name}");
            let now = std::fs::read(&path).expect("it was written");
            if now == before {
                break;
            }
            before = now;
        }
    }
}

/// Ends the session, the program and its driver.
async fn end(session: Session) {
    let Session { client, driver, .. } = session;
    let _ = tokio::time::timeout(Duration::from_secs(5), client.close()).await;
    drop(driver);
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("window-failures");
            let _ = std::fs::create_dir_all(&folder);
            let path = folder.join(format!("{}.png", self.name));
            if self.screen.picture(&path) {
                eprintln!("the display at that moment: {}", path.display());
            }
            if let Ok(log) = std::fs::read_to_string(self.home.path("program.log"))
                && !log.trim().is_empty()
            {
                eprintln!("what the program said:\n{log}");
            }
        }
    }
}
