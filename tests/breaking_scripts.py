"""Scripts that differ in what becomes of them, each made of a harmless one by one change."""

HARMLESS = """class Script {
    process_incoming_request({ request }) {
        const text = request.content.text;
        return { content: { text } };
    }
}
"""
IMPLICIT_GLOBAL = HARMLESS.replace("const text", "text")
DETACHED_METHOD = HARMLESS.replace(
    "request.content.text", "request.content.names.map(this.wrap)"
).replace("class Script {\n", "class Script {\n    wrap(name) { return this.sign + name; }\n")
LITERAL_WRITE = HARMLESS.replace("return", "'text'.shown = true;\n        return")
TOP_LEVEL_STORE = f"const Store = {{}};\n{HARMLESS}"
UNDERSCORE = HARMLESS.replace("request.content.text", "_.escape(_.first(request.content.texts))")
STRING_HELPERS = HARMLESS.replace("request.content.text", "s(request.content.text).trim()")
TIMER = HARMLESS.replace("const text", "setTimeout(() => setTimeout(() => 1));\n        const text")
ADDED_TO_NOTHING = HARMLESS.replace("const text =", "text +=")
TOO_DEEP = "[" * 6_000
"""More brackets inside each other than anybody would analyse."""
