"""What a reservation costs: per kg·km, per pallet·km, per stop, flat; less in a trough, less for solidarity."""
