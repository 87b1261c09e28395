//! Where the values of a row stand in a feature.

use super::mapping::Target;

macro_rules! columns {
    ($($name:ident = $word:literal),* $(,)?) => {
        /// A column that a field can become, of any target.
        #[derive(Debug, Clone, Copy)]
        pub(super) enum ImportColumn { $($name),* }
        const WORDS: &[&str] = &[$($word),*];
    };
}
columns! {
    Id = "id",
    Name = "name",
    Kind = "kind",
    Town = "town",
    Stage = "stage",
    Plan = "plan",
    Starts = "starts",
    Ends = "ends",
    CompletedOn = "completed_on",
    Quantity = "quantity",
    QuantityUnit = "quantity_unit",
    Content = "content",
    LeadUnit = "lead_unit",
    Percent = "percent",
    Precision = "precision",
    Note = "note",
    Code = "code",
    Source = "source",
    Dated = "dated",
    MoneySource = "money_source",
    MoneyYear = "money_year",
    Money = "money",
    PlanTitle = "plan_title",
    TownCode = "town_code",
    Alternative = "alternative",
    ReadAt = "read_at",
    ProjectCode = "project_code",
    Nature = "nature",
    ResponsiblePost = "responsible_post",
    PublicBenefit = "public_benefit",
    YearlyRevenue = "yearly_revenue",
    BondYears = "bond_years",
    BondRate = "bond_rate",
}

/// Numbers of the fields of a layer by column.
#[derive(Debug, Clone)]
pub(super) struct Columns([Option<usize>; WORDS.len()]);

impl Default for Columns {
    fn default() -> Self {
        Self([None; WORDS.len()])
    }
}

impl Columns {
    /// Takes note that a column is found in a field.
    pub fn put(&mut self, column: &str, field: usize) {
        debug_assert!(
            Target::ALL
                .iter()
                .flat_map(|t| t.columns())
                .all(|c| WORDS.contains(c)),
            "a column of a target is not in the list"
        );
        if let Some(at) = WORDS.iter().position(|word| *word == column) {
            self.0[at] = Some(field);
        }
    }

    /// The field of a column.
    pub fn of(&self, column: ImportColumn) -> Option<usize> {
        self.0[column as usize]
    }

    /// All fields that become columns.
    pub fn fields(&self) -> Vec<usize> {
        self.0.iter().copied().flatten().collect()
    }
}
