//! 资金: one cube of all budget lines (owner × source × stage × year), its table of any two sides, and its ceilings. Pure
//! functions over the model; which owners and lines are meant is passed in.

mod ceilings;
mod cells;
mod cube;
mod groups;
mod table;

pub use ceilings::{Ceiling, CeilingLine, ceilings};
pub use cells::{CellPlace, MoneyCellIndex, MoneyLine};
pub use cube::{CubeCell, CubeOwner, MoneyCube, owner_name};
pub use groups::{MoneyGroup, MoneySide};
pub use table::{MoneyPivot, MoneyRow, MoneyView, OwnerMoney, OwnerRef, pivot, slice};
