//! What is asked about a work system.

use super::WorkAspect;

/// A question about a work system, answered with yes, partly or no (domain.md E7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkQuestion {
    /// Its stable id.
    pub id: &'static str,
    /// What it concerns.
    pub aspect: WorkAspect,
    /// What is asked; a yes is what one hopes for.
    pub text: &'static str,
}

macro_rules! questions {
    ($( $aspect:ident { $( $id:literal $text:literal; )+ } )+) => {
        /// The questions of the work-system check, by aspect: what `SAB-2020` would have a work system asked (domain.md G), in our words.
        ///
        /// ```
        /// use plimsoll_core::{WORK_QUESTIONS, WorkAspect};
        /// let asked = |aspect| WORK_QUESTIONS.iter().any(|question| question.aspect == aspect);
        /// assert!(WorkAspect::ALL.iter().all(|aspect| asked(*aspect)));
        /// ```
        pub const WORK_QUESTIONS: &[WorkQuestion] = &[
            $( $( WorkQuestion { id: $id, aspect: WorkAspect::$aspect, text: $text }, )+ )+
        ];
    };
}

questions! {
    Customers {
        "customers_protected" "Is what customers receive kept from those who would misuse it?";
        "customers_contributions_protected" "Is what customers hand over kept from those who would misuse it?";
        "customers_accuracy_checked" "Is it checked that what goes to customers, and comes from them, is right?";
    }
    ProductsAndServices {
        "products_resist_error" "Are products and services made so that a mistake is hard to make and easy to see?";
        "products_resist_misuse" "Are products and services made so that they are hard to misuse?";
        "products_incentives_known" "Is it known who would gain from stating something wrongly?";
    }
    ProcessesAndActivities {
        "processes_weak_points_known" "Are the weak points of the process known to those who work in it?";
        "processes_consistent_with_policy" "Does the way the work is done agree with the policy?";
        "processes_watched" "Would anybody notice that the policy is being ignored?";
        "processes_no_forced_choice" "Can the work be done both well and securely, without choosing between the two?";
        "processes_workarounds_found" "Are workarounds looked for, and their causes seen to?";
    }
    Participants {
        "participants_aware" "Do those who do the work know what threatens it?";
        "participants_trained" "Have those who do the work been trained to do it securely?";
        "participants_rewarded" "Does what people are praised and paid for go together with security?";
    }
    Information {
        "information_sensitive_identified" "Is it known which information is sensitive?";
        "information_protected_in_proportion" "Is information protected in proportion to its sensitivity?";
        "information_no_burdens" "Is information protected without burdens that make people find ways around them?";
    }
    Technologies {
        "technologies_protected" "Are the tools of the work protected against attack and loss?";
        "technologies_watched" "Would unusual use of the tools be noticed?";
    }
    Environment {
        "environment_policy_known" "Is the policy of the organisation known where the work is done?";
        "environment_policy_followed" "Is it followed there?";
        "environment_threats_watched" "Does somebody keep up with new threats from outside?";
    }
    Infrastructure {
        "infrastructure_watched" "Is what the work shares with others watched?";
        "infrastructure_low_risk" "Is what the work shares with others designed so that little can go wrong?";
    }
    Strategies {
        "strategies_suited" "Does the way security is pursued here suit this work?";
        "strategies_consistent" "Does it agree with what the whole enterprise has set out to do?";
    }
    Initiation {
        "initiation_considered" "Was security thought of when the work system was decided upon?";
        "initiation_in_scope" "Does security stand in its scope?";
        "initiation_in_requirements" "Does security stand in its requirements?";
    }
    Development {
        "development_resources" "Did security get time and money while it was made?";
        "development_agile_attention" "Did security get attention in short cycles of work, too?";
        "development_documented" "Is security part of the documents and the training material?";
    }
    Implementation {
        "implementation_time" "Was there enough time to bring it into use securely?";
        "implementation_transfers_understood" "Do participants understand what it means to move data to devices of their own?";
        "implementation_passwords_understood" "Do participants understand why passwords are not shared, and why to log off?";
    }
    OperationAndMaintenance {
        "operation_elements_reviewed" "Are the nine elements looked at again while the work system is in use?";
        "operation_changes_reviewed" "Is security looked at whenever the work, or a tool of it, changes?";
    }
}
