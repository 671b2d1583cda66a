"""Makes the tables of the shop before it opens. The visitors come by themselves: the cluster sends them."""

import shop

if __name__ == '__main__':
    shop.open_books()
    print('The shop is open.')
