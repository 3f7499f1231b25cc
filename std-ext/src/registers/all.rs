//! The list of all registers, in the order in which they are reported: whatever is done for each is done from here.

/// Calls a macro with a row per register: its doc, its field, its record, whether a directory must have it, and how serde takes
/// it from a document.
macro_rules! all_registers {
    ($call:ident) => {
        $call! {
            /// The assets, in the order of the file.
            assets: Asset, true, (borrow);
            /// The threats, in the order of the file.
            threats: Threat, true, (borrow);
            /// The actions, in the order of the file.
            actions: Action, false, (borrow, default);
            /// The risks, in the order of the file.
            risks: Risk, true, (borrow);
            /// The incidents, in the order of the file.
            incidents: Incident, false, (borrow, default);
            /// The asset-threat pairs that do not apply, in the order of the file.
            not_applicable: NotApplicable, false, (borrow, default);
            /// The people, in the order of the file; none if there is no such file.
            people: Person, false, (borrow, default);
            /// The steps of the ways of incidents, in the order of the file.
            handling: HandlingStep, false, (borrow, default);
            /// The courses (domain.md D1), in the order of the file.
            courses: Course, false, (borrow, default);
            /// Who took which course (domain.md D1), in the order of the file.
            trainings: Training, false, (borrow, default);
            /// What line managers said in their quarterly assessments (domain.md D4), in the order of the file.
            assessments: ManagerAssessment, false, (borrow, default);
            /// How far mechanisms have come (domain.md E2), in the order of the file.
            mechanisms: MechanismEntry, false, (borrow, default);
            /// The measures and their tracks (domain.md E9), in the order of the file.
            measures: Measure, false, (borrow, default);
            /// The conflicts of values (domain.md E6), in the order of the file.
            conflicts: Conflict, false, (borrow, default);
            /// The answers of the work-system check (domain.md E7), in the order of the file.
            checklist: ChecklistAnswer, false, (borrow, default);
            /// The answers of the practice survey (domain.md E8), in the order of the file.
            survey: SurveyAnswer, false, (borrow, default);
            /// The guiding principles and what derives from them (domain.md E3), in the order of the file.
            principles: Principle, false, (borrow, default);
        }
    };
}
pub(super) use all_registers;
