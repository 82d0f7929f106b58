"""Every rule: what it finds, why that matters, and what to write instead."""

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["high", "medium", "low"]
Effect = Literal["breaks", "may_break", "does_not_compile", "fails_anyway"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule finds in scripts.

    Attributes:
        effect: What a hit means for 9.0: `breaks` (ran before, fails when this line is reached),
            `may_break` (it depends), `does_not_compile` (neither before nor after), or
            `fails_anyway` (a fault of its own, whatever the version).
        why: One sentence: what happens, and since when.
        fix: One sentence: what to write instead.
    """

    slug: str
    title: str
    severity: Severity
    effect: Effect
    why: str
    fix: str


_RULES: Final = (
    Rule(
        "implicit_global",
        "Assignment to a name that is declared nowhere",
        "high",
        "breaks",
        "Class code is strict from 9.0 on, where assigning to an undeclared name is a "
        "ReferenceError; before, it made a global variable.",
        "Declare the name where it is first used: `let name`.",
    ),
    Rule(
        "maybe_implicit_global",
        "Assignment to a name that only another function declares by assigning to it",
        "medium",
        "may_break",
        "From 9.0 on, this is a ReferenceError unless the function that makes the global variable "
        "has run before.",
        "Declare the name at the top of the script: `let name;`.",
    ),
    Rule(
        "this_in_plain_function",
        "`this` in a plain function inside a method",
        "high",
        "breaks",
        "In strict class code, `this` is undefined in a function that is called plainly; before "
        "9.0 it was the global object.",
        "Write the function as an arrow function, or bind it: `.bind(this)`.",
    ),
    Rule(
        "detached_method",
        "Method that uses `this`, handed over without its object",
        "medium",
        "may_break",
        "Called without its object, a method's `this` is undefined from 9.0 on; before, it was the "
        "global object.",
        "Hand over a function that calls it: `(value) => this.helper(value)`.",
    ),
    Rule(
        "callee_or_caller",
        "`arguments.callee`, `caller` or `arguments` of a function",
        "high",
        "breaks",
        "Strict functions throw a TypeError when asked for these.",
        "Give the function a name and use the name; declare parameters: `(...args)`.",
    ),
    Rule(
        "use_before_definition",
        "`let`, `const` or `class` used before its definition has run",
        "high",
        "breaks",
        "Babel made these into `var`, which is undefined at first; as written, such a use is a "
        "ReferenceError.",
        "Move the definition above its first use.",
    ),
    Rule(
        "maybe_use_before_definition",
        "`let`, `const` or `class` that a function may use too early",
        "medium",
        "may_break",
        "The function can run before the definition has, and that is a ReferenceError from 9.0 on.",
        "Move the definition above the first call of the function.",
    ),
    Rule(
        "last_line_comment",
        "Last line is a `//` comment without a line end",
        "high",
        "breaks",
        "9.0 puts a closing brace behind the script when it is saved, which the comment swallows: "
        "the script cannot be saved.",
        "End the script with an empty line.",
    ),
    Rule(
        "missing_last_semicolon",
        "Last statement has no semicolon",
        "high",
        "breaks",
        "The server's next line begins with a parenthesis, so the last expression is called as a "
        "function; Babel used to write the semicolon.",
        "End the last statement with `;`.",
    ),
    Rule(
        "not_a_constructor",
        "`new` with an arrow function",
        "high",
        "breaks",
        "Babel made arrow functions into plain ones, which `new` accepts; as written it is a "
        "TypeError.",
        "Write a class or a plain function.",
    ),
    Rule(
        "read_only_write",
        "Assignment to something read-only",
        "high",
        "breaks",
        "Sloppy code ignores such an assignment in silence; strict class code throws a TypeError.",
        "Leave the assignment out, or assign to something of your own.",
    ),
    Rule(
        "global_property_of_lexical",
        "Top-level `const`, `let` or `class` read as a property of the global object",
        "medium",
        "may_break",
        "Only `var` and functions become properties of the global object; Babel made them all into "
        "`var`.",
        "Use the name itself, without `global.`.",
    ),
    Rule(
        "arguments_assignment",
        "Assignment to a parameter or to `arguments` that the other would follow",
        "low",
        "may_break",
        "Strict functions keep `arguments` and the parameters apart; sloppy ones keep them equal.",
        "Assign to the parameter, and read the parameter.",
    ),
    Rule(
        "eval_declaration",
        "`eval` that declares names",
        "low",
        "may_break",
        "In strict code, what `eval` declares stays inside it.",
        "Declare the names outside of the `eval`.",
    ),
    Rule(
        "literal_property_write",
        "Assignment to a property of a string, number or boolean",
        "low",
        "may_break",
        "Sloppy code ignores it in silence; strict class code throws a TypeError.",
        "Keep the value in a variable or an object of its own.",
    ),
    Rule(
        "syntax_error",
        "Text that is no JavaScript",
        "high",
        "does_not_compile",
        "The server refuses to compile the script; it does nothing.",
        "Correct the line.",
    ),
    Rule(
        "strict_mode_syntax",
        "Old syntax that strict code refuses",
        "high",
        "does_not_compile",
        "Neither Babel nor a class body accepts it: the script does nothing.",
        "Write it the modern way.",
    ),
    Rule(
        "module_syntax",
        "`import`, `export` or a top-level `await`",
        "high",
        "does_not_compile",
        "Scripts are no modules; Babel's output for these does not run in the engine.",
        "Leave them out: the script has to be complete in itself.",
    ),
    Rule(
        "top_level_return",
        "`return` outside of a function",
        "high",
        "does_not_compile",
        "9.0 accepts it when the script is saved, and cannot load the script afterwards.",
        "Leave it out, or put the code into a function.",
    ),
    Rule(
        "top_level_store",
        "Top-level name `Store`",
        "high",
        "does_not_compile",
        "The server declares `const Store` before the script, so a second one fails to load.",
        "Choose another name.",
    ),
    Rule(
        "throws_already",
        "Line that throws, before 9.0 too",
        "medium",
        "fails_anyway",
        "When this line is reached, it throws in every version.",
        "Correct the line.",
    ),
    Rule(
        "removed_engine_global",
        "Global that only the removed engine had",
        "high",
        "fails_anyway",
        "The engine vm2 was removed in 7.0, and this name with it: a ReferenceError.",
        "Replace it by plain JavaScript, or by `serverFetch` for HTTP calls.",
    ),
    Rule(
        "unknown_global",
        "Name that neither the script nor the engine has",
        "medium",
        "fails_anyway",
        "When this line is reached, it throws a ReferenceError in every version.",
        "Declare the name, or guard the use: `if (typeof name !== 'undefined')`.",
    ),
    Rule(
        "string_helpers_called",
        "`s` called as a function",
        "medium",
        "fails_anyway",
        "`s` is an object of string helpers, no function: calling it is a TypeError.",
        "Call a helper of it, or a method of the string.",
    ),
    Rule(
        "no_script_class",
        "No top-level `Script`",
        "high",
        "fails_anyway",
        "The server makes a `new Script()`; without one the script cannot be loaded.",
        "Define `class Script { … }` at the top level.",
    ),
    Rule(
        "script_in_block",
        "`Script` defined inside of a block",
        "high",
        "breaks",
        "A class, `let` or `const` is seen in its block only; Babel made it a `var`, which the "
        "server could see.",
        "Move the definition to the top level.",
    ),
    Rule(
        "no_handler",
        "`Script` without a method that the server calls",
        "medium",
        "fails_anyway",
        "The server calls `process_incoming_request`, `prepare_outgoing_request` and "
        "`process_outgoing_response`; without any, the script does nothing.",
        "Define the method for the direction of the integration.",
    ),
)

RULES: Final[dict[str, Rule]] = {rule.slug: rule for rule in _RULES}
