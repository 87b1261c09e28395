//! What a thing that has dates in a schedule is called.

use super::{Model, ScheduledKind};

impl Model {
    /// The name of a phase, task, deliverable, project or gate; `None` if there is none such.
    #[must_use]
    pub fn scheduled_name(&self, kind: ScheduledKind, id: &str) -> Option<String> {
        match kind {
            ScheduledKind::Phase => self.phases.get(id).map(|row| row.name.clone()),
            ScheduledKind::Task => self
                .tasks
                .get(id)
                .map(|row| format!("{} {}", row.number, row.title).trim().to_owned()),
            ScheduledKind::Deliverable => self.deliverables.get(id).map(|row| row.name.clone()),
            ScheduledKind::Project => self.projects.get(id).map(|row| row.name.to_owned()),
            ScheduledKind::Gate => self.gates.get(id).map(|row| {
                let project = self.projects.get(row.project.as_str());
                format!("{} {}", project.map_or("", |project| project.name), row.step.zh())
            }),
        }
    }
}
