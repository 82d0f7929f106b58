"""A small grammar of JavaScript: programs at random, always the same for a seed."""

import random
from collections.abc import Callable

_POOL = ("alpha", "beta", "gamma", "item", "msg", "total", "value", "i", "key", "console", "JSON")
_WORDS = ("name", "text", "id", "count", "length", "title", "map", "if", "class")
_ASSIGNMENTS = ("+=", "||=", "??=", "**=")
_OPERATORS = ("+", "===", "&&", "||", "??", "in")
_MAX_DEPTH = 3


class Grammar:
    """One program being written.

    Names that `let`, `const`, `class` and functions of blocks declare are fresh, so that none is
    declared twice; uses take any name of the program, in reach or not.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - programs, no secrets
        self.names = list(_POOL)
        self.depth = 0
        self.is_strict = False
        self.is_async = False
        self.is_generator = False
        self.in_function = False
        self.in_loop = False

    def program(self) -> str:
        """Write a program of some twenty to fifty lines."""
        return self.statements(self.random.randint(4, 9))

    def pick(self, *makers: Callable[[], str]) -> str:
        """Write one of several things."""
        return self.random.choice(makers)()

    def chance(self, percent: int) -> bool:
        """Say yes so often."""
        return self.random.randrange(100) < percent

    def some(self, maker: Callable[[], str], low: int, high: int, joint: str = ", ") -> str:
        """Write a list."""
        return joint.join(maker() for _ in range(self.random.randint(low, high)))

    def fresh(self) -> str:
        """Return a name that no other declaration has."""
        name = f"n{len(self.names)}"
        self.names.append(name)
        return name

    def name(self) -> str:
        """Return any name of the program."""
        return self.random.choice(self.names)

    def old(self) -> str:
        """Return a name that may be declared by `var`, `function` and parameters, many times."""
        return self.random.choice(_POOL[:9])

    def statements(self, count: int) -> str:
        """Write statements, with a comment here and there."""
        lines = []
        for _ in range(count):
            if self.chance(8):
                lines.append(self.pick(lambda: "// let x = y", lambda: "/* z = 1\n */"))
            lines.append(self.statement())
        return "\n".join(lines)

    def statement(self) -> str:
        """Write a statement."""
        simple = (
            self.expression_statement,
            self.expression_statement,
            self.assignment_statement,
            self.var,
            self.lexical,
        )
        if self.depth >= _MAX_DEPTH:
            return self.pick(*simple)
        self.depth += 1
        text = self.pick(
            *simple,
            *simple,
            self.function,
            self.klass,
            self.block,
            self.branch,
            self.loop,
            self.for_loop,
            self.for_in,
            self.switch,
            self.attempt,
            self.labelled,
            self.jump,
            self.with_statement,
        )
        self.depth -= 1
        return text

    def body(self) -> str:
        """Write a block's content."""
        return self.statements(self.random.randint(1, 3))

    def block(self) -> str:
        """Write a block, now and then with a function of its own."""
        function = f"function {self.fresh()}() {{ {self.body_of_function()} }}\n"
        return f"{{\n{function if self.chance(25) else ''}{self.body()}\n}}"

    def expression_statement(self) -> str:
        """Write an expression as a statement."""
        return f"{self.name()}({self.expression()});"

    def assignment_statement(self) -> str:
        """Write an assignment."""
        return self.pick(
            lambda: f"{self.name()} = {self.expression()};",
            lambda: f"{self.name()} {self.random.choice(_ASSIGNMENTS)} {self.expression()};",
            lambda: f"{self.name()}{self.random.choice(('++', '--'))};",
            lambda: f"({self.name()}) = {self.expression()};",
            lambda: f"[{self.some(self.target, 1, 3)}] = {self.expression()};",
            lambda: f"({{ {self.some(self.target_property, 1, 3)} }} = {self.expression()});",
            lambda: f"{self.name()}.{self.random.choice(_WORDS)} = {self.expression()};",
            lambda: f"{self.name()} = {self.name()} = {self.expression()};",
        )

    def target(self) -> str:
        """Write something that can be assigned to."""
        return self.pick(
            self.name,
            lambda: f"{self.name()} = {self.expression()}",
            lambda: f"{self.name()}.{self.random.choice(_WORDS)}",
            lambda: f"[{self.name()}]",
            lambda: f"{{ {self.target_property()} }}",
            lambda: "",
        )

    def target_property(self) -> str:
        """Write a property of a pattern that is assigned to."""
        return self.pick(
            self.name,
            lambda: f"{self.name()} = {self.expression()}",
            lambda: f"{self.random.choice(_WORDS)}: {self.name()}",
            lambda: f"[{self.expression()}]: {self.name()}",
            lambda: f"{self.random.choice(_WORDS)}: {{ {self.name()} }}",
        )

    def pattern(self, name: Callable[[], str]) -> str:
        """Write a declared name, or a pattern of some."""
        return self.pick(
            name,
            name,
            name,
            lambda: f"[{name()}, {name()} = {self.expression()}]",
            lambda: f"{{ {name()}, {self.random.choice(_WORDS)}: {name()} }}",
            lambda: f"{{ {name()} = {self.expression()}, ...{name()} }}",
            lambda: f"{{ [{self.expression()}]: [{name()}, ...{name()}] }}",
        )

    def var(self) -> str:
        """Write a `var`."""
        return f"var {self.pattern(self.old)} = {self.expression()}, {self.old()};"

    def lexical(self) -> str:
        """Write a `let` or a `const`."""
        word = self.random.choice(("let", "const"))
        return f"{word} {self.pattern(self.fresh)} = {self.expression()};"

    def parameters(self) -> str:
        """Write parameters without repetition, now and then with defaults that use others."""
        names = self.random.sample(_POOL[:9], self.random.randint(0, 3))
        if self.chance(50):
            names = [f"{name} = {self.expression()}" if self.chance(50) else name for name in names]
        if self.chance(20):
            names.append(f"...{self.fresh()}")
        return ", ".join(names)

    def body_of_function(self, *, strict: bool = False) -> str:
        """Write what a function does."""
        before = (self.in_function, self.in_loop, self.is_strict)
        self.in_function, self.in_loop, self.is_strict = True, False, strict or self.is_strict
        text = self.body() + self.pick(lambda: f"\nreturn {self.expression()};", lambda: "")
        self.in_function, self.in_loop, self.is_strict = before
        return text

    def function(self) -> str:
        """Write a function declaration."""
        if self.chance(12):
            text = self.body_of_function(strict=True)
            return f"function {self.fresh()}(a, b) {{\n'use strict';\n{text}\n}}"
        name = self.fresh()
        parameters = self.parameters()
        return f"function {name}({parameters}) {{\n{self.body_of_function()}\n}}"

    def arrow(self) -> str:
        """Write an arrow function."""
        parameters = self.parameters()
        return self.pick(
            lambda: f"({parameters}) => {self.simple()}",
            lambda: f"{self.old()} => ({{ {self.property()} }})",
            lambda: f"({parameters}) => {{\n{self.body_of_function()}\n}}",
        )

    def function_value(self) -> str:
        """Write a function expression."""
        own = self.pick(lambda: "", self.fresh, self.old)
        parameters = self.parameters()
        return f"function {own}({parameters}) {{\n{self.body_of_function()}\n}}"

    def klass(self) -> str:
        """Write a class."""
        name = self.fresh()
        before, self.is_strict = self.is_strict, True
        heritage = f" extends {self.name()}" if self.chance(30) else ""
        members = self.some(self.member, 1, 4, "\n")
        self.is_strict = before
        return f"class {name}{heritage} {{\n{members}\n}}"

    def member(self) -> str:
        """Write a member of a class."""
        static = self.random.choice(("", "", "static "))
        parameters = self.parameters()
        return self.pick(
            lambda: (
                f"{static}m{self.random.randrange(99)}({parameters})"
                f" {{\n{self.body_of_function()}\n}}"
            ),
            lambda: f"{static}[{self.expression()}]() {{ return {self.expression()}; }}",
            lambda: f"{static}{self.random.choice(_WORDS[:6])} = {self.expression()};",
            lambda: f"get g{self.random.randrange(99)}() {{ return {self.expression()}; }}",
            lambda: f"static {{ {self.assignment_statement()} }}",
        )

    def branch(self) -> str:
        """Write an `if`."""
        test = self.pick(self.expression, lambda: f"typeof {self.name()} !== 'undefined'")
        other = f" else {self.block()}" if self.chance(40) else ""
        return f"if ({test}) {self.block()}{other}"

    def looped(self) -> str:
        """Write the block of a loop."""
        before, self.in_loop = self.in_loop, True
        text = self.block()
        self.in_loop = before
        return text

    def loop(self) -> str:
        """Write a `while` or a `do`."""
        return self.pick(
            lambda: f"while ({self.expression()}) {self.looped()}",
            lambda: f"do {self.looped()} while ({self.expression()});",
        )

    def for_loop(self) -> str:
        """Write a `for` of three parts."""
        start = self.pick(
            lambda: f"{self.name()} = 0",
            lambda: f"var {self.old()} = 0",
            lambda: f"let {self.fresh()} = 0, {self.fresh()} = {self.name()}",
            lambda: "",
        )
        return f"for ({start}; {self.name()} < 3; {self.name()}++) {self.looped()}"

    def for_in(self) -> str:
        """Write a `for` over something."""
        head = self.pick(
            self.name,
            lambda: f"var {self.old()}",
            lambda: f"{self.random.choice(('let', 'const'))} {self.pattern(self.fresh)}",
            lambda: f"[{self.name()}, {self.name()} = {self.expression()}]",
            lambda: f"{{ {self.target_property()} }}",
            lambda: f"{self.name()}.{self.random.choice(_WORDS)}",
        )
        word = self.random.choice(("of", "in"))
        return f"for ({head} {word} {self.simple()}) {self.looped()}"

    def switch(self) -> str:
        """Write a `switch`."""
        cases = "\n".join(
            f"case {self.simple()}: {self.statement()} break;"
            for _ in range(self.random.randint(1, 3))
        )
        return f"switch ({self.expression()}) {{\n{cases}\ndefault: {self.lexical()}\n}}"

    def attempt(self) -> str:
        """Write a `try`."""
        binding = self.pick(
            lambda: "", lambda: f"({self.fresh()})", lambda: f"({{ {self.fresh()} }})"
        )
        final = f" finally {self.block()}" if self.chance(30) else ""
        return f"try {self.block()} catch {binding} {self.block()}{final}"

    def labelled(self) -> str:
        """Write a loop with a label, which is called like a variable."""
        before, self.in_loop = self.in_loop, True
        label = self.fresh()
        text = f"{label}: for (;;) {{ {self.body()}\nbreak {label}; }}"
        self.in_loop = before
        return text

    def jump(self) -> str:
        """Write a `return`, `break` or `continue` where it is allowed."""
        if self.in_loop:
            return f"if ({self.expression()}) {self.random.choice(('break', 'continue'))};"
        return f"if ({self.simple()}) return {self.expression()};" if self.in_function else ";"

    def with_statement(self) -> str:
        """Write a `with` where code is sloppy."""
        if self.is_strict or self.chance(70):
            return self.block()
        first, second = self.expression_statement(), self.assignment_statement()
        return f"with ({self.name()}) {{ {first} {second} }}"

    def simple(self) -> str:
        """Write a short expression."""
        return self.pick(
            self.name,
            self.name,
            lambda: str(self.random.randrange(9)),
            lambda: self.random.choice(("'let a = b'", '"x"', "/a=b[/]c/g", "null", "undefined")),
            lambda: f"{self.name()}.{self.random.choice(_WORDS)}",
            lambda: f"{self.name()}?.{self.random.choice(_WORDS)}",
            lambda: f"`${{{self.name()}}} = {{`",
            lambda: f"typeof {self.name()}",
            lambda: f"[{self.name()}, ...{self.name()}]",
        )

    def property(self) -> str:
        """Write a property of an object."""
        return self.pick(
            self.name,
            lambda: f"{self.random.choice(_WORDS)}: {self.simple()}",
            lambda: f"[{self.simple()}]: {self.simple()}",
            lambda: f"{self.random.choice(_WORDS)}() {{ return {self.simple()}; }}",
            lambda: f"...{self.name()}",
        )

    def expression(self) -> str:
        """Write an expression."""
        if self.depth >= _MAX_DEPTH:
            return self.simple()
        self.depth += 1
        text = self.pick(
            self.simple,
            self.simple,
            lambda: f"{self.simple()} {self.random.choice(_OPERATORS)} {self.simple()}",
            lambda: f"({self.name()} ? {self.expression()} : {self.simple()})",
            lambda: f"({{ {self.some(self.property, 0, 3)} }})",
            lambda: f"{self.name()}({self.some(self.simple, 0, 2)})",
            lambda: f"new {self.name()}({self.simple()})",
            lambda: f"({self.name()} = {self.expression()})",
            lambda: f"({self.arrow()})",
            lambda: f"({self.function_value()})",
            lambda: f"({self.function_value()})()",
            lambda: f"{self.name()}.map({self.arrow()})",
            lambda: f"({self.name()}++, delete {self.name()}.{self.random.choice(_WORDS)})",
            lambda: f"{self.name()}`a${{{self.name()}}}`",
            lambda: f"(class {self.fresh()} {{ {self.member()} }})",
        )
        self.depth -= 1
        return text


def generate(seed: int) -> str:
    """Return the program of a seed."""
    return Grammar(seed).program() + "\n"
