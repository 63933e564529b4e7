declare module '*.scss';
declare module '*.css';

/** What the page hands over, written by `plugin/admin/PanelPage.php`. */
interface Window {
  causewayPanel?: {
    /** Version of the plugin that serves the page. */
    readonly version: string;
    /** BCP 47 language of the person's wp-admin. */
    readonly locale: string;
    /** Whether this person may pair, go live and revoke. */
    readonly mayConnect: boolean;
    /** Whether this person may ask the worker for something, or only look. */
    readonly mayAsk: boolean;
  };
}

/** For tests: what a component renders, without a browser. Its types come with a package that nothing else needs. */
declare module 'react-dom/server' {
  export function renderToStaticMarkup(element: import('react').ReactElement): string;
}
