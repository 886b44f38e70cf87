import { css, html, LitElement } from 'lit';

const PURPOSES = ['Necessary', 'Statistics', 'Marketing', 'Embedded media'];

/** The bar that asks about cookies: a third party's web component, as consent managers ship it. */
class ConsentBar extends LitElement {
  static override styles = css`
    aside {
      position: fixed;
      inset: auto 0 0 0;
      padding: 16px 24px;
      background: #0f172a;
      color: #f8fafc;
      font: 14px/20px sans-serif;
    }
    button {
      margin: 8px 8px 0 0;
      padding: 8px 16px;
    }
  `;
  override render() {
    return html`<aside role="dialog" aria-label="Cookies">
      <p>We and our partners store and read data on your device. You can change your choice at any time.</p>
      ${PURPOSES.map((each, at) => html`<label><input type="checkbox" ?checked=${at === 0} /> ${each}</label>`)}
      <div>
        <button @click=${() => this.remove()}>Accept all</button>
        <button @click=${() => this.remove()}>Reject</button>
      </div>
    </aside>`;
  }
}
customElements.define('consent-bar', ConsentBar);
document.body.append(document.createElement('consent-bar'));
