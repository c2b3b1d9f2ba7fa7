// The browser side. Every page works without it; this makes the work smoother.
import "./htmx-config";
import "htmx.org";
import "./veer-htmx";
import { installCopy } from "./copy";
import { installCrisisCard } from "./crisis";
import { installFocus } from "./focus";
import { installForget } from "./forget";
import { installKeys } from "./keys";
import { installLanguage } from "./language";
import { installOffline } from "./offline/install";
import { installOnce } from "./once";
import { installOrganisation } from "./organisation";
import { installPrint } from "./print";
import { installRelativeTimes } from "./times";
import { installVaultKey } from "./vault/key";

installOnce();
installKeys();
installCopy();
installPrint();
installCrisisCard();
installLanguage();
installRelativeTimes();
installFocus();
installVaultKey();
installForget();
installOffline();
installOrganisation();
