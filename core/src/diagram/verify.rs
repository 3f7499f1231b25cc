//! One linear pass from untrusted words to a [`Diagram`].

use super::Diagram;
use super::word::{CUTS, DENSE, FORM, HEADER, MAX_WORDS, ONE_CUT, TERMINAL, TERMINALS, facet, word};
use crate::facet::{Facet, FacetSet};

/// Why words are not a diagram, and the offset of the node or word at fault, counted in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiagramError {
    /// Where.
    pub offset: u16,
    /// What.
    pub fault: DiagramFault,
}

/// What can be wrong with the words of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagramFault {
    /// More words than offsets can reach, half a word, or words beside a constant root.
    Length,
    /// The root is neither the first node nor a terminal.
    Root,
    /// No node starts where one must.
    NotANode,
    /// The node asks for a facet that this diagram may not read, or that has no values.
    Facet,
    /// The number of children does not fit the facet.
    Classes,
    /// The cuts do not ascend strictly within the facet's values.
    Cuts,
    /// A child is not a node further on that asks for a later facet.
    Child,
    /// A terminal is outside its owner's table.
    Terminal,
}

impl DiagramFault {
    /// A stable description.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Length => "the word array has no valid length",
            Self::Root => "the root is neither the first node nor a terminal",
            Self::NotANode => "no node starts here",
            Self::Facet => "the node asks for a facet that it may not read",
            Self::Classes => "the number of children does not fit the facet",
            Self::Cuts => "the cuts do not ascend within the facet's values",
            Self::Child => "a child is not a later node on a later facet",
            Self::Terminal => "a terminal is outside its table",
        }
    }
}

impl<'a> Diagram<'a> {
    /// Proves that every walk over the words stays inside them and ends, within one step per facet, in a terminal below
    /// `terminals`. `size` says how many values the facet at a position has (0: none such), `allowed` which facets the diagram
    /// may read.
    ///
    /// # Errors
    /// The first fault, with its offset. Takes time linear in the number of words and no memory.
    pub fn verify(
        words: &'a [u8],
        root: u16,
        size: impl Fn(u8) -> u16,
        allowed: FacetSet,
        terminals: u16,
    ) -> Result<Self, DiagramError> {
        let (words, []) = words.as_chunks::<2>() else { return Err(error(0, DiagramFault::Length)) };
        let pass = Pass { words, size, allowed, terminals: terminals.min(TERMINALS) };
        pass.run(root)?;
        Ok(Self { words, root })
    }

    /// The diagram over the same words that begins elsewhere: at another node, or at a terminal below `terminals`. Every word
    /// that looks like a header is one.
    pub(crate) fn rooted(&self, root: u16, terminals: u16) -> Option<Self> {
        let is_node = word(self.words, usize::from(root)).is_some_and(|word| word >= HEADER);
        let is_terminal = (TERMINAL..HEADER).contains(&root) && root & !TERMINAL < terminals;
        (is_node || is_terminal).then_some(Self { words: self.words, root })
    }
}

struct Pass<'a, F> {
    words: &'a [[u8; 2]],
    size: F,
    allowed: FacetSet,
    terminals: u16,
}

impl<F: Fn(u8) -> u16> Pass<'_, F> {
    fn run(&self, root: u16) -> Result<(), DiagramError> {
        let count = self.words.len();
        if count > MAX_WORDS || (root >= TERMINAL) != (count == 0) {
            return Err(error(0, DiagramFault::Length));
        }
        if root >= TERMINAL {
            return self.terminal(root).map_err(|fault| error(0, fault));
        }
        if root != 0 {
            return Err(error(0, DiagramFault::Root));
        }
        let mut node = 0;
        while node < count {
            node = self.node(node).map_err(|fault| error(node, fault))?;
        }
        Ok(())
    }

    /// Checks the node at an offset; the offset behind it. Only words that pass for headers start nodes, and no other word
    /// that this admits looks like one, so a child's header is known to be one before its own turn comes.
    fn node(&self, node: usize) -> Result<usize, DiagramFault> {
        let header = self.at(node, 0)?;
        if header < HEADER {
            return Err(DiagramFault::NotANode);
        }
        let position = facet(header);
        let size = self.facet(position)?;
        let second = self.at(node, 1)?;
        // Where the cuts begin, how many there are, and the last class.
        let (body, cuts, last) = match header & FORM {
            ONE_CUT => (1, 1, 1),
            DENSE if second.checked_add(1) == Some(size) => (2, 0, second),
            CUTS if (1..size).contains(&second) => (2, second, second),
            DENSE | CUTS => return Err(DiagramFault::Classes),
            _ => return Err(DiagramFault::NotANode),
        };
        let mut previous = 0;
        for index in 0..cuts {
            let cut = self.at(node, usize::from(index).saturating_add(body))?;
            if cut <= previous || cut >= size {
                return Err(DiagramFault::Cuts);
            }
            previous = cut;
        }
        let first = usize::from(cuts).saturating_add(body);
        for class in 0..=last {
            self.child(node, position, self.at(node, first.saturating_add(usize::from(class)))?)?;
        }
        Ok(node.saturating_add(first).saturating_add(usize::from(last)).saturating_add(1))
    }

    fn facet(&self, position: u16) -> Result<u16, DiagramFault> {
        let facet = u8::try_from(position).ok().and_then(Facet::new);
        match facet.filter(|facet| self.allowed.contains(*facet)).map(|facet| (self.size)(facet.get())) {
            // From HEADER on, a count or a cut could be taken for a header.
            Some(size) if (2..=crate::facet::MAX_VALUES).contains(&size) => Ok(size),
            _ => Err(DiagramFault::Facet),
        }
    }

    fn child(&self, node: usize, position: u16, child: u16) -> Result<(), DiagramFault> {
        if child >= TERMINAL {
            return self.terminal(child);
        }
        let later = usize::from(child) > node;
        match word(self.words, usize::from(child)) {
            Some(header) if later && header >= HEADER && facet(header) > position => Ok(()),
            _ => Err(DiagramFault::Child),
        }
    }

    fn terminal(&self, terminal: u16) -> Result<(), DiagramFault> {
        // There are never so many terminals that a header could pass for one.
        if terminal & !TERMINAL < self.terminals { Ok(()) } else { Err(DiagramFault::Terminal) }
    }

    fn at(&self, node: usize, plus: usize) -> Result<u16, DiagramFault> {
        let offset = node.saturating_add(plus);
        word(self.words, offset).ok_or(DiagramFault::Length)
    }
}

fn error(offset: usize, fault: DiagramFault) -> DiagramError {
    DiagramError { offset: u16::try_from(offset).unwrap_or(u16::MAX), fault }
}
