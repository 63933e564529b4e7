import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot, StrictMode } from '@wordpress/element';
import { Panel } from './Panel.tsx';
import { makeQueryClient } from './refresh/query-client.ts';
import './panel.scss';

const root = document.getElementById('causeway-panel');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <Panel />
      </QueryClientProvider>
    </StrictMode>,
  );
}
