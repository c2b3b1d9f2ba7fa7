// The script of pages where something sealed is opened: the vault, and what it opens.
// One line for each part; each defines its own elements.
import "./sealed/element";
import "./vault/element";
import "./vault/sign-in";
import "./recovery/element";
import "./keys/element";
