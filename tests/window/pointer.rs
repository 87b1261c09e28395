//! The mouse on the map: places in degrees become pixels of the page.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::{Value, json};

use crate::harness::Window;

/// Longitude and latitude in degrees.
pub type Place = (f64, f64);

fn to(x: f64, y: f64) -> PointerAction {
    PointerAction::MoveTo {
        duration: Some(Duration::from_millis(60)),
        x,
        y,
    }
}

fn down() -> PointerAction {
    PointerAction::Down {
        button: MOUSE_BUTTON_LEFT,
    }
}

fn up() -> PointerAction {
    PointerAction::Up {
        button: MOUSE_BUTTON_LEFT,
    }
}

fn rest(ms: u64) -> PointerAction {
    PointerAction::Pause {
        duration: Duration::from_millis(ms),
    }
}

impl Window {
    /// Waits until the map has drawn what is in view and stands still.
    pub async fn map_ready(&self) {
        let still = "const m = window.__zhentuMap; return Boolean(m && m.rendered && m.idle)";
        self.until("map that stands still", || async {
            (self.script(still, vec![]).await == json!(true)).then_some(())
        })
        .await;
    }

    /// Does what moves the map, and waits until it has moved and stands still again.
    pub async fn until_moved(&self, act: impl Future<Output = ()>) {
        let before = (self.map_says("center").await, self.map_says("zoom").await);
        act.await;
        self.until("map that has moved", || async {
            let now = (self.map_says("center").await, self.map_says("zoom").await);
            (now != before).then_some(())
        })
        .await;
        self.map_ready().await;
    }

    /// Something the map says of itself: `tool`, `vertices`, `zoom`.
    pub async fn map_says(&self, what: &str) -> Value {
        self.script("return window.__zhentuMap[arguments[0]]", vec![json!(what)])
            .await
    }

    /// The place under a pixel of the page.
    pub async fn place_at(&self, x: f64, y: f64) -> Place {
        let answer = self.script(
            "return window.__zhentuMap.placeAt(arguments[0], arguments[1])",
            vec![json!(x), json!(y)],
        );
        serde_json::from_value(answer.await).expect("longitude and latitude")
    }

    /// The place that lies that many pixels to the right of and below another.
    pub async fn beside(&self, place: Place, right: f64, down: f64) -> Place {
        let (x, y) = self.pixel(place).await;
        self.place_at(x + right, y + down).await
    }

    /// The pixel of the page where a place is drawn.
    pub async fn pixel(&self, (lon, lat): Place) -> (f64, f64) {
        let answer = self.script(
            "return window.__zhentuMap.pixelOf(arguments[0], arguments[1])",
            vec![json!(lon), json!(lat)],
        );
        match answer.await {
            Value::Array(xy) if xy.len() == 2 => (
                xy[0].as_f64().expect("a number"),
                xy[1].as_f64().expect("a number"),
            ),
            other => panic!("{lon},{lat} is not on the map: {other}"),
        }
    }

    /// Pans the map until a place that is in view stands near its middle; again when the map was still on its way.
    pub async fn bring_to_middle(&self, place: Place) {
        let (x, y, width, height) = self
            .find("map")
            .await
            .rectangle()
            .await
            .expect("the map has a size");
        let (to_x, to_y) = (x + width / 2.0, y + height / 2.0);
        self.until("place in the middle of the map", || async {
            self.map_ready().await;
            let (from_x, from_y) = self.pixel(place).await;
            if (from_x - to_x).hypot(from_y - to_y) < 40.0 {
                return Some(());
            }
            // From side to side of the middle, so that both ends are on the map wherever the place is.
            let across = (to_x - from_x).clamp(-width / 3.0, width / 3.0);
            let along = (to_y - from_y).clamp(-height / 3.0, height / 3.0);
            // The first move of a drag only begins it; the map follows from the second on. In pixels: a map that is
            // still on its way takes no place of the path out of the window. Left of the middle: the legend stands on the right.
            let begin_x = x + width * 0.4;
            let path: Vec<(f64, f64)> = (0..=8)
                .map(|step| f64::from(step) / 8.0 - 0.5)
                .map(|part| (begin_x + across * part, to_y + along * part))
                .collect();
            self.drag_pixels(&path).await;
            None
        })
        .await;
    }

    async fn act(&self, actions: impl IntoIterator<Item = PointerAction>) {
        let mouse = actions
            .into_iter()
            .fold(MouseActions::new("mouse".to_owned()), |all, one| all.then(one));
        self.driver()
            .perform_actions(mouse)
            .await
            .expect("the pointer moves");
    }

    /// Moves there.
    pub async fn hover_at(&self, place: Place) {
        let (x, y) = self.pixel(place).await;
        self.act([to(x - 3.0, y - 3.0), to(x, y), rest(150)]).await;
    }

    /// Clicks there.
    pub async fn click_at(&self, place: Place) {
        let (x, y) = self.pixel(place).await;
        self.click_pixel(x, y).await;
    }

    /// Clicks on that pixel of the page.
    pub async fn click_pixel(&self, x: f64, y: f64) {
        // The pause keeps two clicks from being taken for a double click.
        self.act([
            to(x - 2.0, y - 2.0),
            to(x, y),
            rest(60),
            down(),
            rest(30),
            up(),
            rest(320),
        ])
        .await;
    }

    /// Presses at the first place, moves over the others and lets go at the last.
    pub async fn drag(&self, places: &[Place]) {
        let mut pixels = Vec::new();
        for place in places {
            pixels.push(self.pixel(*place).await);
        }
        self.drag_pixels(&pixels).await;
    }

    /// Like [`Window::drag`], over pixels of the page.
    pub async fn drag_pixels(&self, pixels: &[(f64, f64)]) {
        let mut actions = Vec::new();
        for (i, (x, y)) in pixels.iter().enumerate() {
            actions.push(to(*x, *y));
            if i == 0 {
                actions.extend([rest(60), down()]);
            }
            actions.push(rest(60));
        }
        actions.extend([up(), rest(320)]);
        self.act(actions).await;
    }

    /// Like [`Window::drag`], with the middle button. The driver never lets that button go (WebKitGTK 2.4x), so the
    /// page itself is sent what a mouse would send.
    pub async fn drag_middle(&self, places: &[Place]) {
        let mut pixels = Vec::new();
        for place in places {
            pixels.push(self.pixel(*place).await);
        }
        let script = "const [way] = arguments; const view = document.querySelector('.ol-viewport'); \
            const send = (type, [x, y], buttons, on) => on.dispatchEvent(new PointerEvent(type, { bubbles: true, \
            cancelable: true, composed: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, clientX: x, clientY: y, \
            button: type === 'pointermove' ? -1 : 1, buttons })); \
            const target = view.querySelector('canvas') || view; send('pointerdown', way[0], 4, target); \
            for (const at of way) send('pointermove', at, 4, target); send('pointerup', way.at(-1), 0, target)";
        self.script(script, vec![json!(pixels)]).await;
        self.map_ready().await;
    }
}
