/** What keeps text from being markup. */
import { describe, expect, it } from 'vitest';
import { html, rawCode, scriptJson } from '../../../../src/soak/report/html/escape.ts';

describe('html', () => {
  it('escapes text and numbers, in content and in attributes', () => {
    const hostile = `"'><b>&`;
    expect(html`<i title="${hostile}">${hostile}${1}</i>`.text).toBe(
      '<i title="&quot;&#39;&gt;&lt;b&gt;&amp;">&quot;&#39;&gt;&lt;b&gt;&amp;1</i>',
    );
  });

  it('takes what it made itself as it is, one or many', () => {
    const item = html`<li>${'<'}</li>`;
    expect(html`<ul>${[item, item]}</ul>${item}`.text).toBe(
      '<ul><li>&lt;</li><li>&lt;</li></ul><li>&lt;</li>',
    );
  });
});

describe('scriptJson', () => {
  it('cannot end its script, and parses to what it was', () => {
    const value = { text: '</script><!--' };
    const { text } = scriptJson(value);
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('rawCode', () => {
  it('refuses code that would end its element', () => {
    expect(() => rawCode('const a = "</script>";')).toThrow('end its own element');
    expect(() => rawCode('a { content: "</STYLE>" }')).toThrow('end its own element');
  });
});
