//! The critical path method over calendar days: early and late dates, total slack, and what a moved activity forces.
//!
//! Times are instants between days: an activity occupies the days `start..finish`, `finish` not included, and a
//! milestone has `start == finish`, the end of its day. So a finish-to-start link without lag lets the successor begin
//! on the day after the predecessor's last. Days are whole numbers, days since 1970-01-01.
//!
//! Method: J. E. Kelley, M. R. Walker, *Critical-Path Planning and Scheduling* (1959); the four kinds of links and
//! lags as in the precedence diagramming method. Order and loops are found by petgraph.

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{Day, DependencyKind};

/// What is to be scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Activity {
    /// The planned start; `None` if nothing says when it begins.
    pub start: Option<Day>,
    /// How many days it takes, 0 for a milestone.
    pub duration: i32,
    /// When it began: a fact that no link moves.
    pub actual_start: Option<Day>,
    /// The day after its actual last day: a fact that no link moves.
    pub actual_finish: Option<Day>,
    /// Activities of one group (a plan) end together: late dates are counted back from the last finish of the group.
    pub group: u32,
}

/// A link between two activities, by their places in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The activity that comes first.
    pub predecessor: usize,
    /// The activity that waits.
    pub successor: usize,
    /// Which end waits for which.
    pub kind: DependencyKind,
    /// Days between, negative for a lead.
    pub lag: i32,
}

/// The dates of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The first day it can begin.
    pub early_start: Day,
    /// The end of its work if it begins then.
    pub early_finish: Day,
    /// The last day it can begin without moving the end of its group.
    pub late_start: Day,
    /// The end of its work if it begins then.
    pub late_finish: Day,
    /// Total slack in days: how far it can slip without moving the end of its group. Negative when facts contradict
    /// the links.
    pub slack: i32,
    /// Whether it has no slack and is not finished.
    pub critical: bool,
}

/// The outcome for a list of activities.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkSchedule {
    /// Dates in the order of the activities; `None` for what neither has a date nor follows anything that has.
    pub dates: Vec<Option<Dates>>,
    /// Loops among the links, each in the order of its links. The links of a loop take no part in the dates.
    pub cycles: Vec<Vec<usize>>,
}

/// An activity that links push to a later day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Which activity.
    pub activity: usize,
    /// Its start now; `None` if it had none.
    pub from: Option<Day>,
    /// The start that is forced.
    pub to: Day,
}

/// Activities and links, ordered once.
#[derive(Debug)]
pub struct Network<'a> {
    activities: &'a [Activity],
    /// Links that are in no loop, by their successor and by their predecessor.
    incoming: Vec<Vec<Link>>,
    outgoing: Vec<Vec<Link>>,
    order: Vec<usize>,
    cycles: Vec<Vec<usize>>,
}

impl<'a> Network<'a> {
    /// Orders activities by their links. Links that close a loop are set aside and named in [`NetworkSchedule::cycles`].
    ///
    /// # Panics
    /// If a link names an activity that is not in the list.
    #[must_use]
    pub fn new(activities: &'a [Activity], links: &[Link]) -> Self {
        let mut graph = DiGraph::<(), usize>::with_capacity(activities.len(), links.len());
        for _ in activities {
            graph.add_node(());
        }
        for (i, link) in links.iter().enumerate() {
            graph.add_edge(
                NodeIndex::new(link.predecessor),
                NodeIndex::new(link.successor),
                i,
            );
        }
        let mut cycles = Vec::new();
        let order = toposort(&graph, None).unwrap_or_else(|_| {
            let mut component = vec![usize::MAX; activities.len()];
            for (number, nodes) in tarjan_scc(&graph).into_iter().enumerate() {
                for node in &nodes {
                    component[node.index()] = number;
                }
                if let Some(cycle) = cycle_among(&graph, &nodes) {
                    cycles.push(cycle);
                }
            }
            graph.retain_edges(|graph, edge| {
                let Some((a, b)) = graph.edge_endpoints(edge) else {
                    return false;
                };
                component[a.index()] != component[b.index()]
            });
            toposort(&graph, None).unwrap_or_default()
        });
        cycles.sort();
        let mut incoming = vec![Vec::new(); activities.len()];
        let mut outgoing = vec![Vec::new(); activities.len()];
        for edge in graph.edge_references() {
            let link = links[*edge.weight()];
            incoming[link.successor].push(link);
            outgoing[link.predecessor].push(link);
        }
        let order = order.into_iter().map(NodeIndex::index).collect();
        Self {
            activities,
            incoming,
            outgoing,
            order,
            cycles,
        }
    }

    /// Forward and backward pass.
    #[must_use]
    pub fn schedule(&self) -> NetworkSchedule {
        let early = self.forward(|i| self.activities[i].start);
        let mut ends: std::collections::HashMap<u32, Day> = std::collections::HashMap::new();
        for (activity, dates) in self.activities.iter().zip(&early) {
            if let Some((_, finish)) = *dates {
                let end = ends.entry(activity.group).or_insert(finish);
                *end = (*end).max(finish);
            }
        }
        let mut dates: Vec<Option<Dates>> = vec![None; self.activities.len()];
        for &i in self.order.iter().rev() {
            let Some((early_start, early_finish)) = early[i] else {
                continue;
            };
            let activity = &self.activities[i];
            let finished = activity.actual_finish.is_some();
            // What has begun keeps its start: what its links can still move is its end.
            let begun = activity.actual_start.is_some();
            let length = early_finish - early_start;
            let mut late_finish = ends.get(&activity.group).copied().unwrap_or(early_finish);
            for link in &self.outgoing[i] {
                let Some(next) = dates[link.successor] else {
                    continue;
                };
                if self.activities[link.successor].actual_finish.is_some() {
                    continue;
                }
                let bound = match link.kind {
                    DependencyKind::FinishStart => next.late_start - link.lag,
                    DependencyKind::FinishFinish => next.late_finish - link.lag,
                    // A start that is a fact is not bound any more.
                    DependencyKind::StartStart | DependencyKind::StartFinish if begun => continue,
                    DependencyKind::StartStart => next.late_start - link.lag + length,
                    DependencyKind::StartFinish => next.late_finish - link.lag + length,
                };
                late_finish = late_finish.min(bound);
            }
            if finished {
                late_finish = early_finish;
            }
            let slack = late_finish - early_finish;
            let late_start = if begun || finished {
                early_start
            } else {
                early_start + slack
            };
            dates[i] = Some(Dates {
                early_start,
                early_finish,
                late_start,
                late_finish,
                slack,
                critical: !finished && slack <= 0,
            });
        }
        NetworkSchedule {
            dates,
            cycles: self.cycles.clone(),
        }
    }

    /// What starts later than planned because of its links, when the activities in `moved` are planned to start on
    /// other days; in the order of the list. What is forced already, without the move, is not named again unless it is
    /// forced further.
    #[must_use]
    pub fn shifts(&self, moved: &[(usize, Day)]) -> Vec<Shift> {
        let moved: std::collections::HashMap<usize, Day> = moved.iter().copied().collect();
        let before = self.forward(|i| self.activities[i].start);
        let after = self.forward(|i| moved.get(&i).copied().or(self.activities[i].start));
        let shift = |i: usize| {
            let (to, _) = after[i]?;
            let planned = moved.get(&i).copied().or(self.activities[i].start);
            let now = before[i].map(|(start, _)| start);
            let forced = planned.is_none_or(|planned| planned < to);
            let further = moved.contains_key(&i) || now.is_none_or(|now| now < to);
            (forced && further).then_some(Shift {
                activity: i,
                from: planned,
                to,
            })
        };
        (0..self.activities.len()).filter_map(shift).collect()
    }

    /// Early start and finish of each activity, with planned starts as `planned` says.
    fn forward(&self, planned: impl Fn(usize) -> Option<Day>) -> Vec<Option<(Day, Day)>> {
        let mut early: Vec<Option<(Day, Day)>> = vec![None; self.activities.len()];
        for &i in &self.order {
            let activity = &self.activities[i];
            let duration = activity.duration.max(0);
            let mut start = planned(i);
            let mut least_finish = None;
            for link in &self.incoming[i] {
                let Some((first, last)) = early[link.predecessor] else {
                    continue;
                };
                match link.kind {
                    DependencyKind::FinishStart => start = start.max(Some(last + link.lag)),
                    DependencyKind::StartStart => start = start.max(Some(first + link.lag)),
                    DependencyKind::FinishFinish => least_finish = least_finish.max(Some(last + link.lag)),
                    DependencyKind::StartFinish => least_finish = least_finish.max(Some(first + link.lag)),
                }
            }
            early[i] = match (activity.actual_start, activity.actual_finish) {
                (begun, Some(finish)) => {
                    let start = begun.or(planned(i)).unwrap_or(finish - duration);
                    Some((start.min(finish), finish))
                }
                (Some(begun), None) => {
                    Some((begun, (begun + duration).max(least_finish.unwrap_or(Day::MIN))))
                }
                (None, None) => start
                    .max(least_finish.map(|finish| finish - duration))
                    .map(|start| (start, start + duration)),
            };
        }
        early
    }
}

/// One loop among the nodes of a strongly connected component, smallest place first; `None` if the component is one
/// node without a link to itself.
fn cycle_among(graph: &DiGraph<(), usize>, nodes: &[NodeIndex]) -> Option<Vec<usize>> {
    let start = *nodes.iter().min()?;
    if nodes.len() == 1 {
        return graph.find_edge(start, start).map(|_| vec![start.index()]);
    }
    // A breadth-first walk inside the component comes back to its start on a shortest loop.
    let inside: std::collections::HashSet<NodeIndex> = nodes.iter().copied().collect();
    let mut from: std::collections::HashMap<NodeIndex, NodeIndex> = std::collections::HashMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for next in graph.neighbors(node).filter(|next| inside.contains(next)) {
            if next == start {
                let mut cycle = vec![node];
                while let Some(before) = cycle.last().and_then(|last| from.get(last)) {
                    cycle.push(*before);
                }
                cycle.reverse();
                return Some(cycle.into_iter().map(NodeIndex::index).collect());
            }
            if next != start && !from.contains_key(&next) {
                from.insert(next, node);
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
