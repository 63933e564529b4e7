/** Query keys: all → lists → list(query), details → detail(id), so that a change refreshes what it may have touched. */
export const keys = {
  status: ['status'] as const,
  transcript: (subject: string) => ['transcript', subject] as const,
  mailbox: ['mailbox'] as const,
  orders: {
    all: ['orders'] as const,
    list: (query: object) => ['orders', 'list', query] as const,
    detail: (id: number) => ['orders', 'detail', id] as const,
  },
  returns: {
    all: ['returns'] as const,
    list: (query: object) => ['returns', 'list', query] as const,
    detail: (key: string) => ['returns', 'detail', key] as const,
  },
  stock: {
    all: ['stock'] as const,
    list: (query: object) => ['stock', 'list', query] as const,
  },
  audit: {
    all: ['audit'] as const,
    list: (query: object) => ['audit', 'list', query] as const,
  },
  exceptions: {
    all: ['exceptions'] as const,
    list: (query: object) => ['exceptions', 'list', query] as const,
    detail: (cause: string, query: object) => ['exceptions', 'detail', cause, query] as const,
  },
};
