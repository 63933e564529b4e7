import { useMutation, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/request.ts';
import type { NewShopDeclaration } from '../../api/shapes.ts';

/** Makes a copy a shop of its own; everything that the panel shows is of the other shop, so all is asked anew. */
export function useDeclareNewShop() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (declaration: NewShopDeclaration) => write<{ shop_id: string }>('POST', '/new-shop', declaration),
    onSettled: () => client.invalidateQueries(),
  });
}
