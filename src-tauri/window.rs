//! The one window: it shows the front end, passes the calls of the wire on and serves tiles: those of the base map and
//! those of layers that the user added.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::Value;
use tauri::http::{Response, StatusCode, header};
use tauri::{Emitter, Manager, RunEvent, State, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_dialog::DialogExt;

use crate::prefs::Folders;
use crate::session::Session;
use crate::tiles::{Caching, TileAnswer};
use crate::wire::{dispatch, dispatch_online, is_online};
use crate::wire_error::WireError;

/// What the window asks of a file dialog.
#[derive(Debug, serde::Deserialize)]
struct FileChoice {
    save: bool,
    title: String,
    name: Option<String>,
    /// Endings of the files, without the dot, parted by commas.
    extension: String,
}

/// Passes a call of the wire on.
#[tauri::command]
async fn call(session: State<'_, Arc<Session>>, name: String, args: Value) -> Result<Value, WireError> {
    let session = Arc::clone(&session);
    // On a thread of its own: a question over a large atlas must not hold up the window's other calls.
    let work = move || match is_online(&name) {
        true => tauri::async_runtime::block_on(dispatch_online(&session, &name, args)),
        false => dispatch(&session, &name, args),
    };
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(WireError::new("wire.failed", error)))
}

/// Lets the user choose a file.
#[tauri::command]
async fn choose_file(app: tauri::AppHandle, options: FileChoice) -> Option<String> {
    let endings: Vec<&str> = options.extension.split(',').collect();
    let mut dialog = app
        .dialog()
        .file()
        .set_title(&options.title)
        .add_filter(options.extension.replace(',', " "), &endings);
    if let Some(name) = &options.name {
        dialog = dialog.set_file_name(name);
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let send = move |path| drop(sender.send(path));
    if options.save {
        dialog.save_file(send);
    } else {
        dialog.pick_file(send);
    }
    receiver.await.ok().flatten().map(|path| path.to_string())
}

/// Sets the title of the window.
#[tauri::command]
fn set_title(window: tauri::WebviewWindow, title: &str) {
    // A title that cannot be set is no reason to stop.
    let _ = window.set_title(title);
}

/// Sets the size of text and controls, per cent of the usual.
#[tauri::command]
fn set_zoom(window: tauri::WebviewWindow, percent: u16) {
    // A size that cannot be set is no reason to stop.
    let _ = window.set_zoom(f64::from(percent.clamp(50, 300)) / 100.0);
}

/// Opens the window, with this atlas or the last one; returns when it is closed.
pub fn open(atlas: Option<PathBuf>) -> ExitCode {
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        eprintln!("镇图：没有图形界面（DISPLAY 未设置）。命令行用法见 zhentu --help。");
        eprintln!("zhentu: there is no display; see zhentu --help for the command line.");
        return ExitCode::from(3);
    }
    #[cfg(target_os = "linux")]
    renderer::choose();
    let session = Arc::new(Session::new(Folders::of_user(), atlas));
    let sources = Arc::new(session.tile_sources());
    let opening = Arc::clone(&session);
    tauri::async_runtime::spawn_blocking(move || opening.open_last());
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(session)
        .manage(crate::closing::Closing::default())
        .invoke_handler(tauri::generate_handler![
            call,
            choose_file,
            set_title,
            set_zoom,
            crate::closing::answer_closing
        ])
        .on_window_event(crate::closing::on_window_event)
        .register_asynchronous_uri_scheme_protocol("tiles", move |_, request, responder| {
            let sources = Arc::clone(&sources);
            tauri::async_runtime::spawn(async move {
                responder.respond(tile_response(sources.get(request.uri().path()).await));
            });
        })
        .setup(|app| {
            #[cfg(unix)]
            close_on_signal(app.handle().clone());
            let handle = app.handle().clone();
            app.state::<Arc<Session>>().events().listen(move |event| {
                // Without a window nobody waits for it.
                let _ = handle.emit(event.name(), event);
            });
            let (width, height) = first_size(app.primary_monitor().ok().flatten().as_ref());
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("镇图")
                .inner_size(width, height)
                .min_inner_size(SMALLEST.0, SMALLEST.1)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Err(error) => {
            eprintln!("镇图：窗口打不开：{error}");
            ExitCode::from(4)
        }
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    let session = Arc::clone(&app.state::<Arc<Session>>());
                    if let Err(error) = session.close() {
                        eprintln!("镇图：关闭图册时出错：{}", error.message);
                    }
                }
            });
            ExitCode::SUCCESS
        }
    }
}

/// Closes the atlas and ends when the system asks the program to, as at the end of a login.
#[cfg(unix)]
fn close_on_signal(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [
        SignalKind::terminate(),
        SignalKind::interrupt(),
        SignalKind::hangup(),
    ] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            // Without a handler the system's own rule holds: the program ends, the file is whole all the same.
            if let Ok(mut signals) = signal(kind) {
                signals.recv().await;
                app.exit(0);
            }
        });
    }
}

/// The smallest window, in logical pixels: a screen of 1920 × 1080 at 200 % less the bars of the desktop.
const SMALLEST: (f64, f64) = (900.0, 480.0);

/// The size of the window at its first start, in logical pixels: 1440 × 900, or the whole of a smaller screen.
fn first_size(monitor: Option<&tauri::Monitor>) -> (f64, f64) {
    let Some(monitor) = monitor else {
        return (1440.0, 900.0);
    };
    let screen = monitor.size().to_logical::<f64>(monitor.scale_factor());
    (screen.width.min(1440.0), screen.height.min(900.0))
}

/// An answer of the `tiles:` protocol: the bytes, an empty answer where there is nothing, or a status and a few words.
fn tile_response((answer, caching): (TileAnswer, Caching)) -> Response<Vec<u8>> {
    let (status, media_type, bytes) = match answer {
        Ok(Some(tile)) => (StatusCode::OK, tile.media_type, Arc::unwrap_or_clone(tile).bytes),
        Ok(None) => (StatusCode::NO_CONTENT, "text/plain", Vec::new()),
        Err(error) => (
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_GATEWAY),
            "text/plain; charset=utf-8",
            error.to_string().into_bytes(),
        ),
    };
    let kept = match caching {
        Caching::Never => "no-store",
        Caching::Day => "max-age=86400",
    };
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media_type)
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(header::CACHE_CONTROL, kept)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(bytes);
    response.unwrap_or_default()
}

/// How WebKitGTK hands its pictures to the screen. Its DMA-BUF renderer needs a graphics card; without one the plain
/// renderer draws the map three to four times as often a second (docs/decisions/0011-renderer.md).
#[cfg(target_os = "linux")]
mod renderer {
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    const SETTING: &str = "ZHENTU_RENDERER";

    /// Starts the program anew with the plain renderer when there is no card: a variable of the environment must be
    /// there before the first thread is. `ZHENTU_RENDERER=plain` or `dmabuf` decides otherwise; a driver of window
    /// tests is left alone, as its pictures come out empty with the plain renderer.
    pub fn choose() {
        let setting = std::env::var(SETTING).unwrap_or_default();
        let plain = match setting.as_str() {
            "plain" => true,
            "dmabuf" => false,
            _ => !has_card() && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none(),
        };
        if !plain || std::env::var_os(VARIABLE).is_some() {
            return;
        }
        let Ok(program) = std::env::current_exe() else {
            return;
        };
        // Only returns when it fails; then the window opens with the renderer it has.
        let _ = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(VARIABLE, "1")
            .exec();
    }

    /// Whether the system has a render node, that is a card that programs may draw with.
    fn has_card() -> bool {
        let Ok(entries) = std::fs::read_dir(Path::new("/dev/dri")) else {
            return false;
        };
        entries
            .flatten()
            .any(|e| e.file_name().to_string_lossy().starts_with("renderD"))
    }
}
