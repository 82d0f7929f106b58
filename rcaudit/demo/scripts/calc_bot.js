/* !calc 2 + 3 * 4 — eine Zeile rechnen, mehr nicht. */
class Script {
  prepare_outgoing_request({ request }) {
    const formula = request.data.text.replace(/^\S+\s*/, '').replace(/,/g, '.');
    if (!/^[\d\s.+\-*/()%]+$/.test(formula)) {
      return { message: { text: 'Nur Zahlen und + - * / ( ) %, bitte.' } };
    }
    eval('var outcome = (' + formula + ')');
    const label = formula.trim();
    label.shown = true;
    return { message: { text: this.format(label, typeof outcome === 'number' ? outcome : NaN) } };
  }

  format(label, value) {
    arguments[0] = '`' + label + '`';
    return label + ' = ' + (Math.round(value * 1e6) / 1e6).toString().replace('.', ',');
  }
}
