//! What an element of KML is, by its name and by what it stands in.

/// Where in the document an element stands; what it is depends on what it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum KmlContext {
    Kml,
    Document,
    Folder,
    FolderName,
    Placemark,
    /// An element of KML whose text is a field of that name.
    Element(&'static str),
    ExtendedData,
    Data,
    /// Text that is the value of the field named last.
    DataValue,
    SchemaData,
    Schema,
    /// A field of a schema.
    SimpleField,
    /// The name by which a field is shown.
    DisplayName,
    Time,
    Multi,
    Point,
    Line,
    Ring,
    Polygon,
    Boundary {
        outer: bool,
    },
    Coordinates,
    Track,
    TrackWhen,
    TrackPosition,
    /// Markup inside a text: its text counts, it does not.
    Markup,
    Skipped,
}

impl KmlContext {
    /// Whether its text is gathered.
    pub fn is_text(self) -> bool {
        use KmlContext::{
            Coordinates, DataValue, DisplayName, Element, FolderName, Markup, TrackPosition, TrackWhen,
        };
        matches!(
            self,
            Element(_)
                | DataValue
                | DisplayName
                | FolderName
                | Coordinates
                | TrackWhen
                | TrackPosition
                | Markup
        )
    }
}

/// What an element is, by its name and where it stands.
pub(super) fn child(parent: Option<KmlContext>, name: &str) -> KmlContext {
    use KmlContext::{
        Boundary, Coordinates, Data, DataValue, DisplayName, Document, Element, ExtendedData, Folder,
        FolderName, Kml, Line, Markup, Multi, Placemark, Point, Polygon, Ring, Schema, SchemaData,
        SimpleField, Skipped, Time, Track, TrackPosition, TrackWhen,
    };
    match (parent, name) {
        (None, "kml") => Kml,
        (None | Some(Kml | Document | Folder), "Document") => Document,
        (None | Some(Kml | Document | Folder), "Folder") => Folder,
        (None | Some(Kml | Document | Folder), "Placemark") => Placemark,
        (Some(Folder), "name") => FolderName,
        (Some(Document | Folder | Kml), "Schema") => Schema,
        (Some(Placemark), "name") => Element("name"),
        (Some(Placemark), "description") => Element("description"),
        (Some(Placemark), "address") => Element("address"),
        (Some(Placemark), "phoneNumber") => Element("phoneNumber"),
        (Some(Placemark), "Snippet" | "snippet") => Element("Snippet"),
        (Some(Placemark), "TimeStamp" | "TimeSpan") => Time,
        (Some(Time), "when") => Element("when"),
        (Some(Time), "begin") => Element("begin"),
        (Some(Time), "end") => Element("end"),
        (Some(Placemark), "ExtendedData") => ExtendedData,
        (Some(ExtendedData), "Data") => Data,
        (Some(Schema), "SimpleField" | "SimpleArrayField") => SimpleField,
        (Some(Data | SimpleField), "displayName") => DisplayName,
        (Some(Data), "value") => DataValue,
        (Some(ExtendedData), "SchemaData") => SchemaData,
        // Data of the author's own namespace.
        (Some(ExtendedData), _) => DataValue,
        (Some(SchemaData), "SimpleData") => DataValue,
        (Some(Placemark | Multi), "MultiGeometry" | "MultiTrack") => Multi,
        (Some(Placemark | Multi), "MultiPoint" | "MultiLineString" | "MultiPolygon") => Multi,
        (Some(Placemark | Multi), "Point") => Point,
        (Some(Placemark | Multi), "LineString") => Line,
        (Some(Placemark | Multi), "LinearRing") => Line,
        (Some(Placemark | Multi), "Polygon") => Polygon,
        (Some(Placemark | Multi), "Track") => Track,
        (Some(Polygon), "outerBoundaryIs") => Boundary { outer: true },
        (Some(Polygon), "innerBoundaryIs") => Boundary { outer: false },
        (Some(Boundary { .. }), "LinearRing") => Ring,
        (Some(Point | Line | Ring), "coordinates") => Coordinates,
        (Some(Track), "when") => TrackWhen,
        (Some(Track), "coord") => TrackPosition,
        (Some(text), _) if text.is_text() => Markup,
        _ => Skipped,
    }
}

/// What is not supported, as it is told; counted.
pub(super) fn not_supported(parent: Option<KmlContext>, name: &str) -> Option<&'static str> {
    match (parent, name) {
        (Some(KmlContext::Kml | KmlContext::Document | KmlContext::Folder), "NetworkLink") => {
            Some("网络链接（不会联网下载）")
        }
        (
            Some(KmlContext::Kml | KmlContext::Document | KmlContext::Folder),
            "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay",
        ) => Some("叠加图片"),
        (Some(KmlContext::Kml | KmlContext::Document | KmlContext::Folder), "Tour") => Some("漫游路线"),
        (Some(KmlContext::Placemark | KmlContext::Multi), "Model") => Some("三维模型"),
        _ => None,
    }
}
