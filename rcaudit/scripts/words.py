"""Words that cannot be names, always or in strict code."""

from typing import Final

RESERVED: Final = frozenset(
    {
        *("break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete"),
        *("do", "else", "enum", "export", "extends", "false", "finally", "for", "function", "if"),
        *("import", "in", "instanceof", "new", "null", "return", "super", "switch", "this"),
        *("throw", "true", "try", "typeof", "var", "void", "while", "with"),
    }
)
RESERVED_IN_STRICT_CODE: Final = frozenset(
    {
        *("implements", "interface", "let", "package", "private", "protected", "public"),
        *("static", "yield"),
    }
)
NOT_ASSIGNED_IN_STRICT_CODE: Final = frozenset({"arguments", "eval"})
SPECIAL_WORDS: Final = RESERVED | RESERVED_IN_STRICT_CODE | NOT_ASSIGNED_IN_STRICT_CODE
