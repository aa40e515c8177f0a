/**
 * The page of the engine view: the stream into the model, the model onto the screen. Main thread of
 * the page; owns nothing but the wiring.
 */
import { ControlBar } from './controls/control-bar.ts';
import type { EngineEvent } from './frames.ts';
import { type LaneActions, LaneInput, listenToKeys } from './lanes/lane-input.ts';
import { LaneLabels } from './lanes/lane-labels.ts';
import { LanesView } from './lanes/lanes-view.ts';
import { VisitCard } from './lanes/visit-card.ts';
import { byId } from './page/element.ts';
import { exposeHandle } from './page/engine-handle.ts';
import { EngineModel } from './page/engine-model.ts';
import { StatusLine } from './page/status-line.ts';
import { Theme } from './page/theme.ts';
import { ViewButtons } from './page/view-buttons.ts';
import { restWhileHidden } from './page/visibility.ts';
import { RoomTable } from './rooms/room-table.ts';
import { Figures } from './seconds/figures.ts';
import { Plots } from './seconds/plots.ts';
import { sendControl } from './stream/control-client.ts';
import { EngineStream } from './stream/engine-stream.ts';
import { keepToken, keptToken } from './stream/kept-token.ts';

const model = new EngineModel();
const theme = new Theme();
const canvas = byId('lanes', HTMLCanvasElement);
const lanes = new LanesView(canvas, model, theme);
const labels = new LaneLabels(byId('labels', HTMLElement));
const card = new VisitCard(byId('card', HTMLElement), model, theme);
const figures = new Figures(byId('figures', HTMLElement));
const plots = new Plots(model, theme);
let token = keptToken();

const actions: LaneActions = {
  pause(isPaused) {
    model.window.pause(isPaused);
    buttons.show();
  },
  zoomTo(spanMs, share = 1) {
    model.window.zoomTo(spanMs, share);
    buttons.show();
  },
  select(room) {
    model.selectedRoom = room;
    lanes.restyle();
    table.show();
    controls.show();
  },
};
const buttons = new ViewButtons(model, actions.pause, actions.zoomTo);
const controls = new ControlBar(model, (control) => sendControl('control', control, token));
const table = new RoomTable(model, theme, {
  select: actions.select,
  makeHeavy: (room, isHeavy) => void controls.makeHeavy(room, isHeavy),
});

const status = new StatusLine((given) => {
  token = given;
  stream.start(token);
});
const stream = new EngineStream({
  url: 'stream',
  onEvent: (event) => take(event),
  onState: (state) => {
    if (state.kind === 'live') keepToken(token);
    status.show(state);
  },
});

function take(event: EngineEvent): void {
  model.take(event, performance.now());
  switch (event.kind) {
    case 'hello':
      lanes.begin(event.hello.workers);
      plots.begin(event.hello.workers);
      for (const part of [controls, table]) part.begin();
      status.showServer(model);
      buttons.show();
      card.hide();
      return;
    case 'frame':
      labels.showFrame(model);
      controls.showFrame();
      return;
    case 'second':
      figures.show(model);
      labels.showSecond(model);
      plots.addSecond();
      status.showMissed(model);
      return;
    case 'rooms':
      table.show();
      controls.show();
      return;
  }
}

lanes.onLayout = (layout) => labels.layOut(layout);
theme.onChange(() => {
  lanes.restyle();
  plots.redraw();
  table.restyle();
});
new LaneInput(canvas, lanes, card, model, actions);
listenToKeys(model, actions);
exposeHandle(model, () => lanes.painted);
lanes.run();
stream.start(token);
restWhileHidden(stream);
